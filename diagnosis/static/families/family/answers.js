/* What the form holds, and which of it counts. */

import { holds } from "./expressions.js";
import { inputs, plan } from "./page.js";

/** @import { Answers } from "./expressions.js" */
/** @import { Question } from "./page.js" */

/** @type {Record<string, string[]>} the choices of each question, in the order of ticking */
export const order = {};

/** @param {string} name @returns {string[]} the choices ticked, in the order of the page */
export const ticked = (name) => {
  return inputs(name).filter((input) => input.checked).map((input) => input.value);
};

/**
 * A rank is the order of ticking.
 * @param {string} name
 * @returns {string[]}
 */
export const ranked = (name) => {
  return ticked(name).sort((a, b) => order[name].indexOf(a) - order[name].indexOf(b));
};

/** @param {Question} asked */
function valueOf(asked) {
  if (asked.typed) return inputs(asked.name)[0].value.trim();
  const values = asked.type === "rank" ? ranked(asked.name) : ticked(asked.name);
  return asked.several ? values : values[0] || "";
}

/** @param {Question} asked @param {string | string[]} value @param {Answers} answers */
function offered(asked, value, answers) {
  if (!asked.filter) return value;
  const kept = [].concat(value).filter((name) => holds(asked.filter, answers, "", name));
  return asked.several ? kept : kept[0] || "";
}

/**
 * The answers that count: those of questions that concern this family.
 * @returns {{answers: Answers, asked: Question[]}}
 */
export function collect() {
  /** @type {Answers} */
  const answers = {};
  const asked = [];
  for (const question of plan.questions) {
    if (!holds(question.relevant, answers)) continue;
    asked.push(question);
    const value = question.type === "note" ? "" : offered(question, valueOf(question), answers);
    if (value.length) answers[question.name] = value;
  }
  return { answers, asked };
}
