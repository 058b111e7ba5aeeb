/* The first tap: to read or to listen. Who listens hears each screen as it comes, and the pages after it. */

import { icon, makeButton } from "./buttons.js";
import { arrive, canRead, readAll } from "./loudspeakers.js";
import { byId, plan, words } from "./page.js";
import { isSpeaking, stop } from "./reading.js";

// The one thing kept, in this tab: it tells nothing of her but that she listens.
const KEPT = "listen";

/** @type {HTMLButtonElement} */
let choice;
let listens = false;

/** @param {boolean} is */
function keep(is) {
  try {
    if (is) sessionStorage.setItem(KEPT, "1");
    else sessionStorage.removeItem(KEPT);
  } catch {
    // Where nothing may be kept, the next page is read by a press.
  }
}

/** @returns {boolean} whether she chose to listen on a page before */
function chose() {
  try {
    return Boolean(sessionStorage.getItem(KEPT));
  } catch {
    return false;
  }
}

/** @param {boolean} is */
function listen(is) {
  listens = is;
  readAll(is);
  keep(is);
  if (plan.sound) byId("q").classList.toggle("listening", is);
}

/** Says on the buttons of the welcome what they do now. */
export function dressChoice() {
  if (!choice) return;
  const start = byId("start");
  choice.hidden = start.hidden || !canRead();
  start.classList.toggle("alone", choice.hidden);
  choice.setAttribute("aria-pressed", String(listens));
  const word = choice.hidden || listens ? words.start : words.read;
  start.replaceChildren(...(word === words.read ? [icon("read"), word] : [word]));
}

/** The two buttons of the welcome: listen, or read. */
export function offerChoice() {
  const start = byId("start");
  if (start) {
    choice = makeButton("listen", "button");
    choice.id = "listen";
    choice.addEventListener("click", () => {
      listen(!listens || isSpeaking(null));
      if (listens) arrive("welcome");
      else stop();
      dressChoice();
    });
    start.before(choice);
  }
  // On a device that families share, the next one chooses anew.
  listen(chose() && !plan.next);
  addEventListener("pagehide", () => {
    if (document.body.hidden) keep(false);
  });
}

/** Reads the page that has come, if she chose so on the one before. */
export function goOn() {
  if (listens && canRead() && !plan.sound) arrive("");
}
