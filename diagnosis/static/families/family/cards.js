/* Cards of choices: which are shown and in what order, how many may be ticked, the map beside them. */

import { order, ranked, ticked } from "./answers.js";
import { holds, words } from "./expressions.js";
import { byId, inputs, note, plan, say } from "./page.js";

/** @import { Answers } from "./expressions.js" */
/** @import { Question } from "./page.js" */

/** @type {Record<string, string[]>} the cards that were shown, in their order: part of the response */
export const shown = {};

/** @type {Record<string, string[]>} the order of the page, before any card is shuffled */
const given = {};
for (const { name } of plan.questions) given[name] = inputs(name).map((input) => input.value);

/** @template T @param {T[]} items @returns {T[]} the same list, in another order */
function shuffle(items) {
  for (let last = items.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    [items[last], items[other]] = [items[other], items[last]];
  }
  return items;
}

/**
 * Cards that fit the needs chosen, most fitting first, plus a few at random to limit the bias.
 * @param {Question} asked
 * @param {Answers} answers
 */
function draw(asked, answers) {
  const { by, cards, random, fits } = asked.draw;
  const needs = words(answers[by]);
  const key = needs.join(" ");
  if (asked.drawn === key) return;
  asked.drawn = key;
  const names = given[asked.name];
  const places = given[by].map((name) => needs.includes(name));
  /** @param {string} name */
  const fit = (name) => fits[names.indexOf(name)].filter((place) => places[place]).length;
  const all = shuffle([...names]);
  const fitting = all.filter(fit).sort((a, b) => fit(b) - fit(a)).slice(0, cards);
  const rest = all.filter((name) => !fitting.includes(name));
  const wanted = needs.length ? random : random + cards;
  arrange(asked, shuffle(fitting.concat(rest.slice(0, wanted))));
}

/** @param {Question} asked @param {string[]} names of the cards to show, in their order */
export function arrange(asked, names) {
  const box = byId(asked.name).querySelector(".cards");
  for (const input of inputs(asked.name)) {
    input.parentElement.hidden = !names.includes(input.value);
    if (input.parentElement.hidden) input.checked = false;
  }
  for (const name of names) {
    box.append(inputs(asked.name).find((input) => input.value === name).parentElement);
  }
  shown[asked.name] = names;
}

/**
 * Makes a question's cards ready before its screen is shown.
 * @param {Question} asked
 * @param {Answers} answers
 */
export function prepare(asked, answers) {
  if (asked.draw) draw(asked, answers);
  else if (asked.order === "random" && !shown[asked.name]) {
    arrange(asked, shuffle(inputs(asked.name).map((input) => input.value)));
  }
  if (!asked.filter) return;
  for (const input of inputs(asked.name)) {
    const fits = holds(asked.filter, answers, "", input.value);
    input.parentElement.hidden = !fits;
    if (!fits) input.checked = false;
  }
}

/**
 * After a tick: notes its rank, undoes what excludes it, and refuses one too many.
 * @param {Question} asked
 * @param {HTMLInputElement} changed
 */
export function keepLimits(asked, changed) {
  const { name } = asked;
  note(name, "");
  order[name] = (order[name] || []).filter((other) => other !== changed.value);
  if (changed.checked) order[name].push(changed.value);
  placeCards(asked);
  for (const cell of byId(name).querySelectorAll("[data-of]")) {
    cell.classList.toggle("on", ticked(name).includes(cell.dataset.of));
  }
  if (!asked.several || !changed.checked) return;
  const exclusive = asked.exclusive || [];
  const alone = exclusive.includes(changed.value);
  for (const input of inputs(name)) {
    if (input !== changed && (alone || exclusive.includes(input.value))) input.checked = false;
  }
  if (asked.max && ticked(name).length > asked.max) {
    changed.checked = false;
    placeCards(asked);
    note(name, say.limit.replace("%(limit)s", asked.max));
  }
}

/**
 * Cards of a rank say their place.
 * @param {Question} asked
 */
export function placeCards(asked) {
  if (asked.type !== "rank") return;
  for (const input of inputs(asked.name)) {
    const place = ranked(asked.name).indexOf(input.value);
    if (place < 0) delete input.parentElement.dataset.place;
    else input.parentElement.dataset.place = String(place + 1);
  }
}

/**
 * The map ticks the list beside it, which is what counts and what is read aloud.
 * @param {any} event
 */
export function touch(event) {
  const cell = event.target.closest("[data-of]");
  if (!cell) return;
  inputs(cell.closest("fieldset").id).find((input) => input.value === cell.dataset.of).click();
}
