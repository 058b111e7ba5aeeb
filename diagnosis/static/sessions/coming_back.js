"use strict";
/* Who leaves the page and comes back finds her vote: the phone keeps the number of her ballot for the day, and nothing
   of what she chose. The exit button forgets it; so does the end of the vote. */
(() => {
  const DAY = 12 * 3600 * 1000;
  /** @param {string} id @returns {any} */
  const byId = (id) => document.getElementById(id);
  const panel = byId("back");
  const form = byId("ballot");
  const live = byId("live");
  if (!panel) return;
  const name = `vote ${panel.dataset.code}`;
  const forget = () => {
    try {
      localStorage.removeItem(name);
    } catch { /* nothing is kept there, so nothing is to forget */ }
  };
  const remembered = () => {
    try {
      const found = JSON.parse(localStorage.getItem(name));
      return found && found.until > Date.now() ? found.ballot : "";
    } catch {
      return "";
    }
  };
  document.addEventListener("voted", (/** @type {any} */ { detail }) => {
    try {
      const until = Date.now() + DAY;
      localStorage.setItem(name, JSON.stringify({ ballot: detail, until }));
    } catch { /* she votes all the same; she only cannot come back to it */ }
  });
  // The exit button, like three times Escape, empties every form before it leaves.
  form.addEventListener("reset", forget);
  new MutationObserver(() => live.hidden || forget()).observe(live, { attributes: true });

  const mine = remembered();
  if (!mine || mine === form.elements.ballot.value) return;
  byId("mine").value = mine;
  panel.hidden = false;
  form.hidden = true;
  byId("other").addEventListener("click", () => {
    forget();
    panel.hidden = true;
    form.hidden = false;
    form.querySelector("input:not([type=hidden]), textarea").focus();
  });
})();
