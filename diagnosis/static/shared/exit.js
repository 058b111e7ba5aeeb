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
  /**
   * Who left fast is never shown our pages again by « back », in this tab; who comes by herself is.
   * @param {boolean} back whether one comes here by going back or forward
   */
  const stayAway = (back) => {
    try {
      if (!back || !sessionStorage.left) return delete sessionStorage.left;
      document.documentElement.hidden = true;
      return location.replace(sessionStorage.left);
    } catch {
      // Where nothing may be kept, « back » shows an empty form.
      return undefined;
    }
  };
  // Old phones know this name of it alone, and new ones still do.
  stayAway(performance.navigation.type === 2);
  addEventListener("pageshow", ({ persisted }) => persisted && stayAway(persisted));
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
    try {
      sessionStorage.clear();
      // A kiosk's exit leads to its own first page, where everybody may come back.
      if (!document.querySelector(".kiosk")) sessionStorage.left = link.href;
    } catch {
      // Nothing may be kept.
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
