/* The last screen: whether the answers have arrived, what is given back, the code that erases. */

import { byId, plan } from "./page.js";
import { rare } from "./rare.js";
import { finish } from "./screens.js";

/** @import { Rare } from "./rare.js" */

/**
 * Thanks a family.
 * @param {boolean} arrived false while they wait on this device
 * @param {number[]} code places of the words of its receipt; empty without receipt
 */
export function thank(arrived, code) {
  byId("arrived").hidden = !arrived;
  byId("kept").hidden = arrived;
  fetch(plan.news).then((answer) => answer.json()).then(giveBack, () => {});
  if (code.length) rare().then((said) => offerCode(said, code));
  finish();
  byId("thanks").querySelector(`#${arrived ? "arrived" : "kept"}`).focus();
}

/**
 * What is published, the same for every family: it tells nothing of who sees it.
 * @param {{html: string}} news
 */
function giveBack({ html }) {
  const near = byId("near");
  near.innerHTML = html;
  near.hidden = false;
  // What a device kept may be of last week.
  const dated = near.querySelector("[data-day]");
  if (dated && dated.dataset.day < new Date().toISOString().slice(0, 10)) dated.remove();
  // A shared device goes on to the next family.
  if (plan.next) near.querySelector(".doors").remove();
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
