/* Loudspeakers: made where they serve, hidden where they no longer do; and the button that reads all. */

import { icon, makeButton } from "./buttons.js";
import { byId, words } from "./page.js";
import { isSpeaking, read, stop } from "./reading.js";
import { choice, heading, sentences, text, whole } from "./sentences.js";
import { canSound } from "./sounds.js";

/** @import { Item } from "./sentences.js" */

/**
 * @typedef {object} Control
 * @property {() => Item[]} items what to read at the moment of the press
 * @property {(button: HTMLElement) => void} place puts its button into the page
 * @property {Element} [title] the screen that it is the title of
 * @property {HTMLButtonElement} [button] made once something can sound
 * @property {() => void} dress
 */

/** @type {Control[]} */
const controls = [];
/** @type {Record<string, Control>} by screen */
const titles = {};
let all = false;
/** @type {HTMLButtonElement | undefined} */
let toggle;

/**
 * A loudspeaker; its button comes with the first thing that can sound.
 * @param {Control["items"]} items
 * @param {Control["place"]} place
 * @param {Element} [title]
 * @returns {Control}
 */
export function loudspeaker(items, place, title) {
  /** @type {Control} */
  const control = { items, place, title, dress: () => dress(control) };
  controls.push(control);
  return control;
}

/** Shows the buttons of what can sound, and no others. */
export function furnish() {
  for (const control of controls) {
    const can = control.items().some(canSound);
    if (can && !control.button) build(control);
    if (control.button) control.button.hidden = !can;
  }
  if (!toggle) return;
  toggle.hidden = !controls.some(({ title, button }) => title && button && !button.hidden);
}

/** @param {Control} control */
function build(control) {
  control.button = makeButton("listen", "say");
  control.button.addEventListener("click", (event) => {
    // A loudspeaker inside a card must never tick it.
    event.preventDefault();
    if (isSpeaking(control)) stop();
    else read(all && control.title ? whole(control.title) : control.items(), control);
  });
  control.place(control.button);
  dress(control);
}

/** @param {Control} control */
function dress(control) {
  if (!control.button) return;
  const speaks = isSpeaking(control);
  control.button.replaceChildren(icon(speaks ? "stop" : "listen"));
  const [first] = control.items();
  const name = speaks ? words.stop : `${words.listen}\u00a0: ${text(first.element)}`;
  control.button.setAttribute("aria-label", name);
}

/** @param {Element} screen where sentences, cards and the title get their loudspeakers */
export function settle(screen) {
  for (const item of sentences(screen)) {
    loudspeaker(() => [item], (button) => item.element.after(button));
  }
  for (const card of screen.querySelectorAll(".card")) {
    loudspeaker(() => [choice(card)], placeInCard(card));
  }
  const last = [...screen.querySelectorAll("legend, h2")].filter((item) =>
    !item.closest("legend") || item.matches("legend")
  ).pop();
  if (!last || screen.id === "welcome") return;
  /** @param {HTMLElement} button */
  const place = (button) => {
    last.after(button);
    screen.classList.add("heard");
  };
  titles[screen.id] = loudspeaker(() => heading(screen), place, screen);
}

/** @param {Element} card @returns {Control["place"]} */
function placeInCard(card) {
  return (button) => {
    // The name of the box to tick stays its own words.
    card.querySelector("input").setAttribute("aria-label", text(card));
    card.append(button);
  };
}

/** Elements outside screens that have a recording: the names of languages. */
export function settleNames() {
  for (const element of document.querySelectorAll("[data-voice]")) {
    const address = /** @type {HTMLElement} */ (element).dataset.voice;
    /** @param {HTMLElement} button */
    const place = (button) => element[element.matches("a, button") ? "after" : "append"](button);
    loudspeaker(() => [{ element, address }], place);
  }
}

/** The button of the welcome: from then on each screen is read as it comes. */
export function offerToReadAll() {
  const welcome = byId("welcome");
  const notice = welcome && welcome.querySelector(".notice");
  if (!notice) return;
  toggle = makeButton("listen", "button");
  toggle.lastChild.textContent = words.readAll;
  toggle.setAttribute("aria-pressed", "false");
  toggle.hidden = true;
  notice.before(toggle);
  toggle.addEventListener("click", () => {
    all = !all;
    toggle.setAttribute("aria-pressed", String(all));
    if (all) read(whole(welcome), null);
    else stop();
  });
}

/** @param {string} name of the screen that has come */
export function arrive(name) {
  const screen = byId(name);
  if (titles[name]) dress(titles[name]);
  if (all && screen) read(whole(screen), titles[name] || null);
}
