/* Sentences to read aloud: an element of the page, and the address of its recording if there is one. */

import { plan } from "./page.js";

/**
 * @typedef {object} Item
 * @property {Element} element
 * @property {string} [address] of its recording
 * @property {boolean} [own] whether it is the family's own voice, which nothing else can say
 */

const addresses = plan.voices || {};

/** @param {Element} element @param {string} path of its recording in the plan @returns {Item} */
export const part = (element, path) => ({ element, address: addresses[path] });

/** @param {Element} element @returns {string} what it says, without what stands beside it */
export function text(element) {
  const copy = /** @type {Element} */ (element.cloneNode(true));
  for (const other of copy.querySelectorAll(".source, button, svg, .card b")) other.remove();
  return copy.textContent.replace(/[ \n\t\r]+/g, " ").trim();
}

/** @param {Element} screen @returns {Item[]} its title, and what explains it */
export function heading(screen) {
  const titles = screen.id === "welcome"
    ? document.querySelectorAll("h1")
    : screen.querySelectorAll("h2");
  const title = [...titles].find((item) => !item.hidden);
  const hint = screen.querySelector(".hint, h2 ~ p:not(.error)");
  const found = title ? [part(title, title.id === "kept" ? "thanks/kept" : screen.id)] : [];
  return hint ? [...found, part(hint, `${screen.id}/hint`)] : found;
}

/** @param {Element} screen @returns {Item[]} what the welcome says */
export function sentences(screen) {
  return [...screen.querySelectorAll(".notice p")].map((item, index) =>
    part(item, `welcome/${index}`)
  );
}

/** @param {Element} card @returns {Item} */
export function choice(card) {
  const input = card.querySelector("input");
  return part(card, `${input.name}/${input.value}`);
}

/** @param {Element} screen @returns {Item[]} all that it says */
export function whole(screen) {
  const cards = [...screen.querySelectorAll(".card:not([hidden])")].map(choice);
  const notes = [...screen.querySelectorAll(".voice .note")].map((item) => part(item, "voice"));
  return [...heading(screen), ...sentences(screen), ...cards, ...notes];
}
