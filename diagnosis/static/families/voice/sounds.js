/* What can sound: a recording that has not failed, else a voice of the device itself. */

import { page, plan } from "./page.js";

/** @import { Item } from "./sentences.js" */

/** @type {Record<string, string>} */
const PREFERRED = { pt: "pt-PT", "zh-Hans": "zh-CN" };
/** @type {Set<string>} addresses of recordings that failed */
const broken = new Set();
/** @type {Map<string, SpeechSynthesisVoice>} the device's voice for each language of the page */
const voices = new Map();
/** The voices of the device; undefined where it has none. */
export const speech = window.speechSynthesis;
let changed = () => {};

/** @param {Element} element @returns {SpeechSynthesisVoice | undefined} */
export function deviceVoice(element) {
  const tag = /** @type {HTMLElement} */ (element.closest("[lang]")).lang;
  // A French voice reading to someone who asked for Soninke would pass for Soninke.
  if (!speech || plan.oral && tag === page) return undefined;
  if (!voices.has(tag)) voices.set(tag, choose(tag));
  return voices.get(tag);
}

/** @param {string} tag of a language */
function choose(tag) {
  /** @param {string} code */
  const first = (code) => code.split(/[-_]/)[0].toLowerCase();
  // A voice that is not of the device would send what families read to a third party.
  const fit = speech.getVoices().filter((voice) =>
    voice.localService && first(voice.lang) === first(tag) && !/[-_](HK|MO)$/i.test(voice.lang)
  );
  return fit.find((voice) => voice.lang.replace("_", "-") === PREFERRED[tag]) || fit[0];
}

/** @param {Item} item @returns {boolean} */
export const isRecorded = (item) => Boolean(item.address && !broken.has(item.address));

/** @param {Item} item @returns {boolean} */
export const canSound = (item) =>
  isRecorded(item) || Boolean(!item.own && deviceVoice(item.element));

/** @param {string} address of a recording that failed: it is not tried again before the network is back */
export function distrust(address) {
  broken.add(address);
  announce();
}

/** @param {() => void} act done now, and whenever what can sound may have changed */
export function watchSounds(act) {
  changed = act;
  if (speech) speech.addEventListener("voiceschanged", announce);
  addEventListener("online", () => {
    broken.clear();
    announce();
  });
  announce();
}

function announce() {
  voices.clear();
  changed();
}
