/* A draft in this tab alone: it survives a reload, and a phone that drops the page during a call. Sending, the quick
   exit and half an hour erase it; a device that families share keeps none, nor does who names a discreet place. */

import { collect, order, ticked } from "./answers.js";
import { arrange, placeCards, shown } from "./cards.js";
import { words } from "./expressions.js";
import { form, inputs, plan } from "./page.js";
import { here, way } from "./screens.js";

/** Handed over to another language: this page has nothing more to say. */
let handed = false;

/** How long a draft may wait, in milliseconds: a long call. */
const LIFE = 1800000;

const versionOf = () => /** @type {any} */ (form.elements.namedItem("version")).value;

/** Nothing is left of it. */
export function eraseDraft() {
  try {
    delete sessionStorage.draft;
  } catch {
    // Where nothing may be kept, nothing was.
  }
}

/** @returns {boolean} whether one of the answers is not to be found on her */
export function isDiscreet() {
  const named = Object.values(collect().answers).flatMap(words);
  return plan.discreet.some((name) => named.includes(name));
}

/**
 * Keeps what is on the page.
 * @param {boolean} [over] to hand it over to the same page in another language: read once, then gone
 */
export function saveDraft(over) {
  const [first, ...more] = way.trail;
  try {
    if (handed || sessionStorage.left || first === "thanks" || !more.length && !over) return;
    if (!over && (plan.next || isDiscreet())) return eraseDraft();
    /** @type {Record<string, string[]>} */
    const values = {};
    for (const { name, typed } of plan.questions) {
      values[name] = typed ? [inputs(name)[0].value] : ticked(name);
    }
    const drawn = plan.questions.map((item) => item.drawn);
    const at = Date.now();
    const { campaign } = plan;
    const version = versionOf();
    sessionStorage.draft = JSON.stringify({
      campaign,
      version,
      at,
      over,
      way,
      order,
      shown,
      drawn,
      values,
    });
  } catch {
    // A page that may keep nothing still works.
  }
  return undefined;
}

/** @returns {any} the draft of this very questionnaire, if there is one that is young enough */
function keptDraft() {
  try {
    const kept = JSON.parse(sessionStorage.draft);
    if (plan.next || kept.over) eraseDraft();
    const mine = kept.campaign === plan.campaign && kept.version === versionOf();
    return mine && (kept.over || !plan.next) && Date.now() - kept.at < LIFE && kept;
  } catch {
    return undefined;
  }
}

/** Brings back what was kept. */
export function takeDraft() {
  const kept = keptDraft();
  if (!kept) return eraseDraft();
  Object.assign(way, kept.way);
  Object.assign(order, kept.order);
  plan.questions.forEach((asked, at) => {
    const { name } = asked;
    if (kept.shown[name]) arrange(asked, kept.shown[name]);
    asked.drawn = kept.drawn[at] === null ? undefined : kept.drawn[at];
    for (const input of inputs(name)) {
      if (asked.typed) input.value = kept.values[name][0];
      else input.checked = kept.values[name].includes(input.value);
    }
    placeCards(asked);
  });
  // The guard that keeps the phone's own « back » on the page; a reload has it already.
  if (here() !== "welcome" && history.state !== "guard") history.pushState("guard", "");
  return undefined;
}

/**
 * Leaves for the same page in another language, which takes over what is answered; « back » leads to none of them.
 * @param {string} address
 */
export function handOver(address) {
  saveDraft(true);
  handed = true;
  location.replace(address);
}

/** Follows what is answered. */
export function keepDraft() {
  for (const when of ["screen", "change", "visibilitychange"]) {
    document.addEventListener(when, () => saveDraft());
  }
  addEventListener("pagehide", () => saveDraft());
}
