"use strict";
/* Questions of a room, one at a time: a touch answers and goes on; keys answer, and a button goes on. */
(() => {
  /** @param {string} id @returns {any} */
  const byId = (id) => document.getElementById(id);
  /** @type {HTMLElement[]} */
  const screens = [...document.querySelectorAll("[data-question]")];
  if (!screens.length) return;
  // Long enough to see one's answer, short enough not to wait for it.
  const SEEN = 350;
  let here = 0;
  let timer = 0;

  /** @param {number} place @param {boolean} [focuses] */
  function go(place, focuses = true) {
    clearTimeout(timer);
    here = Math.max(0, Math.min(place, screens.length - 1));
    screens.forEach((screen, number) => {
      screen.hidden = number !== here;
    });
    byId("place").textContent = `${here + 1} / ${screens.length}`;
    byId("before").hidden = here === 0;
    const last = here === screens.length - 1;
    byId("after").hidden = last;
    byId("send").hidden = !last;
    if (!focuses) return;
    scrollTo(0, 0);
    screens[here].focus();
  }
  for (const screen of screens) {
    screen.addEventListener("change", () => document.dispatchEvent(new Event("answered")));
    screen.addEventListener("click", (/** @type {any} */ { target, detail }) => {
      // Arrow keys click too, without a pointer: they only move among the answers.
      const touched = target.closest(".card") && detail > 0;
      if (touched && here < screens.length - 1) {
        clearTimeout(timer);
        timer = setTimeout(go, SEEN, here + 1);
      }
    });
  }
  byId("before").addEventListener("click", () => go(here - 1));
  byId("after").addEventListener("click", () => go(here + 1));
  document.addEventListener("restarted", () => go(0));
  byId("steps").hidden = false;
  const open = screens.findIndex((screen) => !screen.querySelector(":checked"));
  go(Math.max(open, 0), false);
})();
