/* The page: its form, its plan (what the server wrote for this script), its fields. */

/** @import { Tree } from "./expressions.js" */

/**
 * What the plan says of a question; what is not said does not hold.
 * @typedef {object} Question
 * @property {string} name
 * @property {boolean} typed whether it is answered by writing
 * @property {boolean} several whether it takes several choices
 * @property {"rank" | "note"} [type]
 * @property {boolean} [required]
 * @property {Tree} [relevant]
 * @property {Tree} [filter]
 * @property {Tree} [constraint]
 * @property {string} [message]
 * @property {number} [max]
 * @property {string[]} [exclusive]
 * @property {"random"} [order]
 * @property {{by: string, cards: number, random: number, fits: number[][]}} [draw]
 * @property {string} [drawn] the needs that its cards were last drawn for
 * @property {boolean} [voice]
 * @property {string} [preset] what is chosen or written when she comes to it first
 */

/**
 * @typedef {object} Plan
 * @property {string} campaign
 * @property {string} language as it is written
 * @property {{number: number, public: string}} seal
 * @property {boolean} receipt
 * @property {string[]} discreet
 * @property {string[]} keep addresses that work without network
 * @property {string} news address of what the last screen gives back
 * @property {string} rare address of the sentences that few families read
 * @property {string[]} sound addresses of the script and style of voices, and of what can be heard if anything is
 * @property {Question[]} questions
 * @property {string} pause name of the last question of the core; empty where there is no pause
 * @property {string} next the address where the next family begins, on a shared device
 * @property {Record<string, any>} words
 */

/**
 * What the scripts loaded later (voices, kiosk) share with this one.
 * @typedef {object} Family
 * @property {Plan} plan
 * @property {Record<string, Blob>} voices what was spoken, by question
 * @property {() => string} here
 * @property {{left: Record<string, boolean>}} [way] the questions gone through
 * @property {() => void} [restart]
 * @property {(sound: Blob) => Promise<{kind: string, content: string}>} [read]
 */

/**
 * @param {string} id
 * @returns {any} the element, of whatever kind the template makes it
 */
export const byId = (id) => document.getElementById(id);

/**
 * @param {string} tag
 * @param {object} [values] its properties
 * @returns {HTMLElement}
 */
export const make = (tag, values) => Object.assign(document.createElement(tag), values);

/** @type {HTMLFormElement} */
export const form = byId("q");
/** @type {Plan} */
export const plan = JSON.parse(byId("plan").textContent);
// What the page itself tells: the names in order, and what kind of field each has.
[...form.querySelectorAll(".screen:not(.rich):not(#welcome)")].forEach((screen, place) => {
  const field = /** @type {any} */ (screen.querySelector("input, textarea")) || {};
  const asked = plan.questions[place];
  asked.name = screen.id;
  asked.typed = field.type === "text" || field.type === "textarea";
  asked.several = field.type === "checkbox";
});
/** The sentences of the page's language. */
export const say = plan.words;

/** @type {Family} */
export const family = window.family = { plan, voices: {}, here: () => "" };

/** @param {string} name @returns {Question} undefined for a screen that asks nothing */
export const question = (name) => plan.questions.find((item) => item.name === name);

/** @param {string} name of a question @returns {HTMLInputElement[]} its fields */
export const inputs = (name) => [.../** @type {any} */ (form.querySelectorAll(`[name="${name}"]`))];

/**
 * Writes what is wrong above the fields of a question; an empty message takes it away.
 * @param {string} name
 * @param {string} message
 */
export function note(name, message) {
  let line = byId(`${name}-error`);
  if (!line && message) {
    line = make("p", { className: "error", id: `${name}-error` });
    line.setAttribute("role", "alert");
    const screen = byId(name);
    const hint = byId(`${name}-hint`);
    // Who hears the page hears it with the group of cards, or with the field to write in.
    const told = byId(`${name}-field`) || screen;
    told.setAttribute("aria-describedby", (hint ? `${hint.id} ` : "") + line.id);
    (hint || screen.querySelector("legend, h2")).after(line);
  }
  if (line) line.textContent = message;
}

/**
 * Nothing is cut in silence: what is written too long is told, as it is written.
 * @param {any} field
 * @returns {boolean} whether it is
 */
export function tellExcess({ name, value, dataset: { limit } }) {
  const more = [...value.trim()].length - limit;
  note(name, more > 0 ? say.long.replace("%(more)s", more) : "");
  return more > 0;
}
