/* All answers on one screen, to look over and change before they are sent. */

import { byId, family, inputs, make, say } from "./page.js";
import { reached, visit } from "./screens.js";

/** @import { Question } from "./page.js" */

/** How many answers there are; on demand, each question with its answer and a button that leads back to it. */
export function summarise() {
  const { answers, asked } = reached();
  const given =
    asked.filter(({ name }) => answers[name] !== undefined || family.voices[name]).length;
  const all = asked.filter((item) => item.type !== "note").length;
  byId("many").textContent = say.many.replace("%(given)s", given).replace("%(asked)s", all);
  const rows = asked.filter((item) => item.type !== "note").flatMap((item) => {
    const title = byId(item.name).querySelector("h2").textContent;
    const value = make("dd");
    const change = make("button", {
      type: "button",
      textContent: say.change,
      onclick: () => visit(item.name),
    });
    change.setAttribute("aria-label", `${say.change} : ${title}`);
    value.append(make("span", { textContent: describe(item, answers[item.name]) }), change);
    return [make("dt", { textContent: title }), value];
  });
  byId("answers").replaceChildren(...rows);
}

/** @param {Question} item @param {string | string[]} value */
function describe(item, value) {
  if (value === undefined) return family.voices[item.name] ? say.voice : say.skipped;
  if (item.typed) return value;
  return [].concat(value).map((name) => {
    const input = inputs(item.name).find((other) => other.value === name);
    return input.parentElement.textContent.trim();
  }).join(" · ");
}
