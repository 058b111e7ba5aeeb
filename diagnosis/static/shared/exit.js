"use strict";
/* In the head of every family page: says that scripts run, and holds the quick exit. */
document.documentElement.classList.add("js");
(() => {
  // A phone too old for the scripts still has the plain form; files beside the page may fail alone.
  addEventListener("error", (event) => {
    if (event.error && !/\/static\//.test(event.filename)) {
      document.documentElement.classList.remove("js");
    }
  });
  /** @type {number[]} */
  let escapes = [];
  const leave = () => {
    const link = /** @type {HTMLAnchorElement} */ (document.querySelector(".exit"));
    document.querySelectorAll("form").forEach((form) => form.reset());
    document.body.hidden = true;
    const { serviceWorker } = navigator;
    if (serviceWorker && serviceWorker.controller && !document.querySelector(".kiosk")) {
      serviceWorker.controller.postMessage({ forget: true });
    }
    location.replace(link.href);
  };
  addEventListener("click", (/** @type {any} */ event) => {
    if (event.target.closest && event.target.closest(".exit")) {
      event.preventDefault();
      leave();
    }
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const now = Date.now();
    escapes = escapes.filter((past) => now - past < 1500).concat(now);
    if (escapes.length > 2) leave();
  });
})();
