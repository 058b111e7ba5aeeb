/* Loudspeakers: made where they serve, hidden where they no longer do. */

import { icon, makeButton } from "./buttons.js";
import { byId, words } from "./page.js";
import { isSpeaking, read, stop } from "./reading.js";
import { gather, heading, items, whole } from "./sentences.js";
import { canSound, isMachine } from "./sounds.js";

/** @import { Item } from "./sentences.js" */

/**
 * @typedef {object} Control
 * @property {() => Item[]} items what can be read
 * @property {() => Item[]} [now] what to read at the moment of the press, where that is less
 * @property {(button: HTMLElement) => void} place puts its button into the page
 * @property {Element} [screen] what it is the title of
 * @property {HTMLButtonElement} [button] made once something can sound
 * @property {HTMLElement} [note] that a machine speaks
 * @property {() => void} dress
 */

// A language's own name, where languages are chosen: not that of the page, which is read already.
const NAMES = ".languages :is(a, button):not([aria-current]):not(.say), .tiles a";

/** @type {Control[]} */
const controls = [];
/** @type {Map<Element, Control>} by screen */
const titles = new Map();
let all = false;

/**
 * A loudspeaker; its button comes with the first thing that can sound.
 * @param {Control["items"]} list
 * @param {Control["place"]} place
 * @param {Partial<Control>} [more]
 * @returns {Control}
 */
export function loudspeaker(list, place, more = {}) {
  /** @type {Control} */
  const control = { items: list, place, dress: () => dress(control), ...more };
  controls.push(control);
  return control;
}

/** Shows the buttons of what can sound, and no others. */
export function furnish() {
  for (const control of controls) {
    const can = control.items().some(canSound);
    if (can && !control.button) build(control);
    if (control.button) control.button.hidden = !can;
    if (can) dress(control);
  }
  for (const [screen, control] of titles) tellMachine(screen, control);
}

/** @returns {boolean} whether some screen can be read */
export const canRead = () => [...titles.values()].some(({ button }) => button && !button.hidden);

/** @param {Control} control */
function build(control) {
  control.button = makeButton("listen", "say");
  control.button.addEventListener("click", (event) => {
    // A loudspeaker inside a card must never tick it.
    event.preventDefault();
    if (isSpeaking(control)) return stop();
    const { screen, now } = control;
    return read(all && screen ? whole(screen) : (now || control.items)(), control);
  });
  control.place(control.button);
}

/** @param {Control} control */
function dress(control) {
  if (!control.button) return;
  const speaks = isSpeaking(control);
  const said = control.items();
  const machine = said.some(isMachine) ? ` (${words.machine})` : "";
  control.button.replaceChildren(icon(speaks ? "stop" : machine ? "machine" : "listen"));
  const name = speaks ? words.stop : `${words.listen}${machine}\u00a0: ${said[0].text}`;
  control.button.setAttribute("aria-label", name);
}

/**
 * Nobody must take a machine for a neighbour: it says what it is, once a screen.
 * @param {Element} screen
 * @param {Control} control
 */
function tellMachine(screen, control) {
  const { button } = control;
  const machine = Boolean(button && !button.hidden && gather(screen).some(isMachine));
  if (machine && !control.note) {
    control.note = Object.assign(document.createElement("p"), { className: "machine" });
    control.note.append(icon("machine"), words.machine);
    button.after(control.note);
  }
  if (control.note) control.note.hidden = !machine;
}

/** @param {Element} screen of the questionnaire, where sentences, cards and the title get their loudspeakers */
export function settle(screen) {
  for (const sentence of screen.querySelectorAll(".notice p")) {
    loudspeaker(() => gather(sentence), (button) => sentence.after(button));
  }
  for (const card of screen.querySelectorAll(".card")) {
    loudspeaker(() => gather(card), placeInCard(card));
  }
  const last = [...screen.querySelectorAll("legend, h2")].filter((item) =>
    !item.closest("legend") || item.matches("legend")
  ).pop();
  const now = () => (screen.querySelector(".card, textarea") ? heading : whole)(screen);
  if (last && screen.id !== "welcome") entitle(last, screen, () => gather(last), now);
  if (screen.id === "welcome") greet(screen);
}

/** @param {Element} welcome whose buttons to read and to listen are below: it says only that a machine speaks */
function greet(welcome) {
  const first = welcome.querySelector(".notice");
  const list = () => gather(first);
  titles.set(
    welcome,
    loudspeaker(list, (button) => first.before(button), { screen: welcome }),
  );
}

/** The pages around the questionnaire: read whole from their title, and by parts. */
export function settlePage() {
  const main = document.querySelector("main");
  const title = main.querySelector("h1");
  for (const card of main.querySelectorAll(".card")) {
    loudspeaker(() => gather(card), placeInCard(card));
  }
  for (const part of main.querySelectorAll(".services li > div, .notice p")) {
    loudspeaker(() => gather(part), (button) => part.after(button));
  }
  if (title) entitle(title, main, () => gather(main), () => items(main));
}

/**
 * @param {Element} title
 * @param {Element} screen
 * @param {() => Item[]} list
 * @param {() => Item[]} now
 */
function entitle(title, screen, list, now) {
  /** @param {HTMLElement} button */
  const place = (button) => {
    title.after(button);
    title.parentElement.classList.add("heard");
  };
  titles.set(screen, loudspeaker(list, place, { screen, now }));
}

/** @param {Element} card @returns {Control["place"]} */
function placeInCard(card) {
  return (button) => {
    // The name of the box to tick stays its own words.
    const [said] = gather(card);
    card.querySelector("input").setAttribute("aria-label", said.text);
    card.classList.add("told");
    card.append(button);
  };
}

/** The names of languages, each in its own. */
export function settleNames() {
  for (const link of document.querySelectorAll(NAMES)) {
    const item = { element: link, text: link.firstChild.textContent.trim() };
    loudspeaker(() => [item], (button) => link.after(button));
  }
}

/** @param {boolean} is whether each screen is read as it comes */
export function readAll(is) {
  all = is;
}

/** @param {string} name of the screen that has come */
export function arrive(name) {
  const screen = byId(name) || document.querySelector("main");
  const control = titles.get(screen) || null;
  if (control) dress(control);
  if (all) read(whole(screen), control);
}
