/* One question per screen: where the family is, which buttons it has, forward, back, passed, sent early. */

import { collect } from "./answers.js";
import { prepare } from "./cards.js";
import { holds, words } from "./expressions.js";
import { byId, family, form, inputs, make, note, plan, question, say, tellExcess } from "./page.js";

/** Screens from which answers are sent. */
const ENDS = ["pause", "summary"];
/** @param {string} name of a question @returns {number} its place; the pause stands after its own */
const place = (name) => plan.questions.findIndex((item) => item.name === name);
const PAUSE = plan.pause ? place(plan.pause) : plan.questions.length;

/** @import { Answers } from "./expressions.js" */
/** @import { Question } from "./page.js" */

/**
 * Where a family is on its way; plain data, so that a draft can keep it.
 * @type {{trail: string[], left: Record<string, boolean>, whole: boolean, id: string}} the screens gone through
 *   (back goes the same way), the questions gone through and whether each was answered, whether the end was
 *   reached, the UUID under which the answers leave, once they are ready to
 */
export const way = { trail: ["welcome"], left: {}, whole: false, id: "" };

/** @returns {string} the name of the screen shown */
export const here = () => way.trail[way.trail.length - 1];
family.here = here;
family.way = way;

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
    more: name === "pause",
    send: ENDS.includes(name),
    end: name === "thanks" && plan.next,
  };
  for (const button in only) byId(button).hidden = !only[button];
  byId("foot").hidden = !Object.values(only).some(Boolean);
  byId("back").hidden = name === "welcome" || name === "thanks";
  if (plan.pause) byId("early").hidden = !way.trail.includes("pause") || ENDS.includes(name);
  showProgress(asked, position);
  form.classList.toggle("at-welcome", name === "welcome");
  scrollTo(0, 0);
  showFirst(byId(name));
  if (way.trail.length > 1) byId(name).querySelector("[tabindex]").focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("screen", { detail: name }));
}

/**
 * Where the first answer would lie under the foot, in large letters, the question goes to the top of the view.
 * @param {HTMLElement} screen
 */
function showFirst(screen) {
  const first = screen.querySelector(".card:not([hidden]), [id$=-field]");
  const end = Math.min(innerHeight, byId("foot").getBoundingClientRect().top);
  if (!first) return;
  const { top, height } = first.getBoundingClientRect();
  if (top + height / 2 > end) screen.scrollIntoView();
}

/**
 * Steps of the core first, then of the rest: each is a way that can be seen to its end.
 * @param {Question[]} asked
 * @param {number} position of the question shown among them
 */
function showProgress(asked, position) {
  const pause = asked.filter(({ name }) => place(name) <= PAUSE).length;
  const [from, to] = position < pause ? [0, pause] : [pause, asked.length];
  byId("progress").hidden = position < 0;
  const still = to - position;
  byId("left").textContent = still <= 5 ? say.left[still - 1] : "";
  const steps = byId("steps");
  steps.setAttribute("aria-valuemax", to - from);
  steps.setAttribute("aria-valuenow", position - from);
  steps.replaceChildren(
    ...asked.slice(from, to).map((_, index) =>
      make("i", { className: index + from <= position ? "done" : "" })
    ),
  );
}

/** @param {string} name of the screen to go to; back leads here again */
export function visit(name) {
  way.trail.push(name);
  render();
}

/** The last screen, from which nothing leads back. */
export function finish() {
  way.trail = ["thanks"];
  render();
}

/**
 * What a change elsewhere has opened: never asked, answered by what is no longer offered, or drawn for other needs.
 * @param {Question} asked
 * @param {Answers} answers
 */
function isOpen({ name, draw, drawn }, answers) {
  const lost = way.left[name] && answers[name] === undefined;
  return !(name in way.left) || lost || (draw && drawn !== words(answers[draw.by]).join(" "));
}

/**
 * What was asked of a family that may stop early: the questions up to the last one gone through.
 * @returns {{answers: Answers, asked: Question[], until: string}} `until` names that one, or is empty at the end
 */
export function reached() {
  const { answers, asked } = collect();
  const gone = asked.filter(({ name }) => name in way.left || answers[name] !== undefined);
  const last = way.whole ? undefined : gone[gone.length - 1];
  if (!last || last === asked[asked.length - 1]) return { answers, asked, until: "" };
  return { answers, asked: asked.slice(0, asked.indexOf(last) + 1), until: last.name };
}

/** Leaves a question by another way than « Suivant »: what is answered there is answered. */
function leave() {
  const name = here();
  if (question(name) && collect().answers[name] !== undefined) way.left[name] = true;
}

/** Sends before the end: the summary of what was asked so far. */
export function stopHere() {
  leave();
  sumUp();
}

/** The summary, once nothing of what was asked is open. */
export function sumUp() {
  const { answers, asked } = collect();
  // What no longer concerns her is asked anew if it ever does again.
  for (const name in way.left) if (!asked.some((item) => item.name === name)) delete way.left[name];
  const open = reached().asked.find((item) => isOpen(item, answers));
  if (open) return visit(open.name);
  const before = way.trail.indexOf("summary");
  if (before >= 0) way.trail.length = before;
  return visit("summary");
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
  if (current) way.left[current.name] = answers[current.name] !== undefined;
  // Whoever has seen the end, or looks over what she said, goes back to that.
  if (way.whole || way.trail.includes("summary")) return sumUp();
  const from = here() === "pause" ? PAUSE : place(here());
  const next = asked.find(({ name }) => place(name) > from);
  if (next) {
    return visit(
      here() !== "pause" && from <= PAUSE && place(next.name) > PAUSE ? "pause" : next.name,
    );
  }
  way.whole = true;
  return sumUp();
}

/** @type {HTMLInputElement | undefined} the answer that a finger touched last */
let touched;

/**
 * A touch of the only answer that a question takes leads on. Who chooses by keyboard, or listens to each answer
 * first, does so with the button.
 * @param {any} event
 */
export function leadOn({ target, detail }) {
  const card = target.closest(".card");
  if (!card) return;
  const input = card.querySelector("input");
  if (detail === 1) {
    // The word of a card hands the touch on to its field at once.
    touched = input;
    setTimeout(() => {
      touched = undefined;
    });
  }
  if (target !== input || touched !== input) return;
  if (input.type === "radio" && !form.classList.contains("listening")) forward();
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
  leave();
  if (way.trail.length > 1) way.trail.pop();
  if (here() === "summary") sumUp();
  else render();
}
