/* What can sound: a recording that has not failed, else a voice of the device itself, else the machine voice. */

import { heard, page } from "./page.js";
import { soundName } from "./sentences.js";

/** @import { Item } from "./sentences.js" */

/**
 * A way to say a text.
 * @typedef {object} Way
 * @property {string} [address] of a sound
 * @property {SpeechSynthesisVoice} [voice] of the device
 * @property {boolean} [machine] whether the machine voice says it
 */

/** @type {Record<string, string>} */
const PREFERRED = { pt: "pt-PT", "zh-Hans": "zh-CN" };
/** @type {Set<string>} addresses of sounds that failed */
const broken = new Set();
/** @type {Map<string, SpeechSynthesisVoice>} the device's voice for each language of the page */
const voices = new Map();
/** The voices of the device; undefined where it has none. */
export const speech = window.speechSynthesis;
// iPhones before iOS 18.4 play opus in Apple's own container alone.
const container = new Audio().canPlayType('audio/ogg; codecs="opus"') ? "" : "&as=caf";
let changed = () => {};

/** @param {Element} element @returns {string} the language of what it says */
const languageOf = (element) => /** @type {HTMLElement} */ (element.closest("[lang]")).lang;

/** @param {string} tag @returns {SpeechSynthesisVoice | undefined} */
function deviceVoice(tag) {
  // A French voice reading to someone who asked for Soninke would pass for Soninke.
  if (!speech || heard.alone && tag === page) return undefined;
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

/**
 * The name of another language, in it.
 * @param {string} address
 * @param {Way[]} said
 * @returns {Way[]}
 */
function named(address, said) {
  const machine = address.includes("/machine/");
  return machine ? [...said, { address: address + container, machine }] : [{ address }, ...said];
}

/**
 * Every way to say a text that has not failed, the best one first.
 * @param {Item} item
 * @returns {Way[]}
 */
function ways({ element, text, address }) {
  if (address !== undefined) return [{ address }];
  const tag = languageOf(element);
  const voice = deviceVoice(tag);
  const said = voice ? [{ voice }] : [];
  const own = tag !== page;
  if (own && !heard.names[tag]) return said;
  if (own) return named(heard.names[tag], said);
  const name = soundName(text);
  const tail = heard.recorded[name];
  const recorded = tail ? [{ address: `/voices/${heard.spoken}/${tail}` }] : [];
  const made = `/voices/${heard.spoken}/machine/${name}?v=${heard.version}${container}`;
  const machine = heard.machine.has(name) ? [{ address: made, machine: true }] : [];
  return [...recorded, ...said, ...machine];
}

/** @param {Item} item @returns {Way | undefined} the best way to say it now */
export const bestWay = (item) => ways(item).find(({ address }) => !broken.has(address));

/** @param {Item} item @returns {Item[]} answers written side by side are sentences of their own */
export const parts = (item) =>
  item.address === undefined && item.text.includes(" · ")
    ? item.text.split(" · ").map((text) => ({ ...item, text }))
    : [item];

/** @param {Item} item @returns {boolean} */
export const canSound = (item) => parts(item).some(bestWay);

/** @param {Item} item @returns {boolean} whether nothing but the machine voice says it */
export const isMachine = (item) =>
  parts(item).some((part) => {
    const way = bestWay(part);
    return way && way.machine;
  });

/** @param {string} address of a sound that failed: it is not tried again before the network is back */
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
