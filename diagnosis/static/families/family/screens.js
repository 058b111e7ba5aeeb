/* One question per screen: where the family is, which buttons it has, forward, back, passed. */

import { collect } from "./answers.js";
import { prepare } from "./cards.js";
import { holds, words } from "./expressions.js";
import { byId, family, form, inputs, make, note, plan, question, say, tellExcess } from "./page.js";

/** @import { Answers } from "./expressions.js" */
/** @import { Question } from "./page.js" */

/** The screens gone through: back goes the same way. */
let trail = ["welcome"];

/** @type {Record<string, boolean>} the questions gone through, and whether each was answered */
const left = {};

/** @returns {string} the name of the screen shown */
export const here = () => trail[trail.length - 1];
family.here = here;

/** Shows the screen where the family is; what others do with it hears the event `screen`. */
export function render() {
  const name = here();
  const { answers, asked } = collect();
  if (question(name)) prepare(question(name), answers);
  for (const screen of form.querySelectorAll(".screen")) {
    screen.classList.toggle("here", screen.id === name);
  }
  const position = asked.findIndex((item) => item.name === name);
  /** @type {Record<string, any>} */
  const only = {
    start: name === "welcome",
    skip: position >= 0,
    next: position >= 0,
    send: name === "summary",
    end: name === "thanks" && plan.next,
  };
  for (const button in only) byId(button).hidden = !only[button];
  byId("foot").hidden = !Object.values(only).some(Boolean);
  byId("back").hidden = name === "welcome" || name === "thanks";
  byId("progress").hidden = position < 0;
  const left = asked.length - position;
  byId("left").textContent = left <= 5 ? say.left[left - 1] : "";
  byId("steps").replaceChildren(
    ...asked.map((_, index) => make("i", { className: index <= position ? "done" : "" })),
  );
  form.classList.toggle("at-welcome", name === "welcome");
  scrollTo(0, 0);
  if (trail.length > 1) byId(name).querySelector("[tabindex]").focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("screen", { detail: name }));
}

/** @param {string} name of the screen to go to; back leads here again */
export function visit(name) {
  trail.push(name);
  render();
}

/** The last screen, from which nothing leads back. */
export function finish() {
  trail = ["thanks"];
  render();
}

/**
 * What a change elsewhere has opened: never asked, answered by what is no longer offered, or drawn for other needs.
 * @param {Question} asked
 * @param {Answers} answers
 */
function isOpen({ name, draw, drawn }, answers) {
  const lost = left[name] && answers[name] === undefined;
  return !(name in left) || lost || (draw && drawn !== words(answers[draw.by]).join(" "));
}

/** The summary, once nothing is open. */
function sumUp() {
  const { answers, asked } = collect();
  // What no longer concerns her is asked anew if it ever does again.
  for (const name in left) if (!asked.some((item) => item.name === name)) delete left[name];
  const open = asked.find((item) => isOpen(item, answers));
  if (open || here() !== "summary") visit(open ? open.name : "summary");
  else render();
}

/** Goes on, unless the answer lacks or does not fit; says then why. */
export function forward() {
  const current = question(here());
  const { answers, asked } = collect();
  if (current && current.type !== "note") {
    const value = answers[current.name];
    if (current.required && value === undefined) return note(current.name, say.required);
    if (tellExcess(inputs(current.name)[0])) return undefined;
    if (value !== undefined && !holds(current.constraint, answers, value)) {
      return note(current.name, current.message || say.unfit);
    }
  }
  if (current) left[current.name] = answers[current.name] !== undefined;
  const next = asked[asked.findIndex((item) => item.name === here()) + 1];
  return next && !trail.includes("summary") ? visit(next.name) : sumUp();
}

/** Passes over a question: what was ticked or written there is taken back. */
export function skip() {
  for (const input of inputs(here())) {
    if (input.type === "checkbox" || input.type === "radio") input.checked = false;
    else input.value = "";
  }
  forward();
}

/** One screen back. */
export function back() {
  if (trail.length > 1) trail.pop();
  if (here() === "summary") sumUp();
  else render();
}
