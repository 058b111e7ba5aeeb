/* Reading aloud: one thing at a time, and a way to stop it at every moment. */

import { bestWay, canSound, distrust, parts, speech } from "./sounds.js";

/** @import { Item } from "./sentences.js" */
/** @import { Way } from "./sounds.js" */

/**
 * Who asked to read: told when reading begins and ends.
 * @typedef {{dress?: () => void}} Reader
 */

const audio = new Audio();
let turn = 0;
/** @type {Reader | null} */
let speaking = null;
let done = () => {};
/** @type {SpeechSynthesisUtterance} kept here: some browsers forget one that nothing refers to, and never end it */
let utterance;

/** @param {Reader} reader @returns {boolean} whether what it asked for is being read */
export const isSpeaking = (reader) => speaking === reader;

/**
 * Reads in their order those that can sound.
 * @param {Item[]} list
 * @param {Reader | null} reader
 */
export async function read(list, reader) {
  stop();
  const mine = turn;
  speaking = reader;
  tell(reader);
  const said = list.flatMap(parts).filter(canSound);
  for (const [place, item] of said.entries()) {
    if (mine !== turn) return;
    item.element.classList.add("saying");
    follow(item.element);
    fetchAhead(said[place + 1]);
    await sound(item);
    item.element.classList.remove("saying");
  }
  if (mine === turn) stop();
}

/** Silence, at once. */
export function stop() {
  turn += 1;
  audio.pause();
  if (speech) speech.cancel();
  done();
  const before = speaking;
  speaking = null;
  tell(before);
}

/** @param {Reader | null} reader */
function tell(reader) {
  if (reader && reader.dress) reader.dress();
}

/** @param {Item | undefined} item whose sound is asked for while another is heard: no gap between them */
function fetchAhead(item) {
  const way = item && bestWay(item);
  if (way && way.address && !item.address) fetch(way.address).catch(() => 0);
}

/** @param {Item} item @returns {Promise<void>} kept when it has been heard, or was stopped */
function sound(item) {
  return new Promise((resolve) => {
    done = resolve;
    attempt(item);
  });
}

/** @param {Item} item said in the best way that has not failed */
function attempt(item) {
  const way = bestWay(item);
  if (!way) done();
  else if (way.voice) speak(item, way.voice);
  else play(item, way.address);
}

/** @param {Item} item @param {string} address */
function play(item, address) {
  const mine = turn;
  let failed = false;
  /** @param {any} error */
  const fail = (error) => {
    if (failed || mine !== turn) return;
    failed = true;
    if (error && error.name === "NotAllowedError") return done();
    distrust(address);
    attempt(item);
  };
  audio.onended = () => done();
  audio.onerror = fail;
  audio.src = address;
  audio.play().catch(fail);
}

/** @param {Item} item @param {SpeechSynthesisVoice} voice */
function speak({ text }, voice) {
  utterance = new SpeechSynthesisUtterance(text);
  Object.assign(utterance, { voice, lang: voice.lang, rate: 0.9, onend: done, onerror: done });
  speech.speak(utterance);
}

/** @param {Element} element what is being read stays in sight */
function follow(element) {
  const { top, bottom } = element.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight - 100) element.scrollIntoView({ block: "center" });
}
