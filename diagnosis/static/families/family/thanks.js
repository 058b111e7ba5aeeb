/* The last screen: whether the answers have arrived, what is near, the code that erases. */

import { words } from "./expressions.js";
import { byId, plan } from "./page.js";
import { rare } from "./rare.js";
import { finish } from "./screens.js";

/** @import { Answers } from "./expressions.js" */
/** @import { Rare } from "./rare.js" */

/**
 * Thanks a family.
 * @param {Answers} answers
 * @param {boolean} arrived false while they wait on this device
 * @param {number[]} code places of the words of its receipt; empty without receipt
 */
export function thank(answers, arrived, code) {
  byId("arrived").hidden = !arrived;
  byId("kept").hidden = arrived;
  rare().then((said) => {
    offerServices(said, words(answers[plan.need]));
    if (code.length) offerCode(said, code);
  });
  finish();
  byId("thanks").querySelector(`#${arrived ? "arrived" : "kept"}`).focus();
}

/**
 * What fits the needs named, and what is shown to everyone so that it tells nothing of anyone.
 * @param {Rare} said
 * @param {string[]} needs
 */
function offerServices({ services = [] }, needs) {
  const [model, ...former] = byId("near").querySelectorAll("li");
  for (const item of former) item.remove();
  for (const { label, about, where, picture, domains } of services) {
    if (domains.length && !domains.some((domain) => needs.includes(domain))) continue;
    const item = model.cloneNode(true);
    item.hidden = byId("near").hidden = false;
    item.querySelector("img").src = `${plan.book}#${picture}`;
    item.querySelector("b").textContent = label;
    item.querySelector("div span").textContent = `${about} ${where}`;
    model.parentElement.append(item);
  }
}

/** @param {Rare} said @param {number[]} code */
function offerCode({ words, keep, explain, withdraw }, code) {
  const box = byId("code");
  box.hidden = !words;
  box.querySelector("a").href = `/q/${plan.campaign}/withdraw?lang=${plan.language}`;
  if (!words) return;
  const texts = [keep, code.map((place) => words[place]).join(" "), explain, withdraw];
  texts.forEach((text, place) => {
    box.children[place].textContent = text;
  });
}
