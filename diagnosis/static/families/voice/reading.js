/* Reading aloud: one thing at a time, and a way to stop it at every moment. */

import { text } from "./sentences.js";
import { canSound, deviceVoice, distrust, isRecorded, speech } from "./sounds.js";

/** @import { Item } from "./sentences.js" */

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
 * @param {Item[]} items
 * @param {Reader | null} reader
 */
export async function read(items, reader) {
  stop();
  const mine = turn;
  speaking = reader;
  tell(reader);
  for (const item of items.filter(canSound)) {
    if (mine !== turn) return;
    item.element.classList.add("saying");
    follow(item.element);
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

/** @param {Item} item @returns {Promise<void>} kept when it has been heard, or was stopped */
function sound(item) {
  return new Promise((resolve) => {
    done = resolve;
    if (isRecorded(item)) play(item);
    else speak(item);
  });
}

/** @param {Item} item */
function play(item) {
  const mine = turn;
  let failed = false;
  /** @param {any} error */
  const fail = (error) => {
    if (failed || mine !== turn) return;
    failed = true;
    if (error && error.name === "NotAllowedError") return done();
    distrust(item.address);
    speak(item);
  };
  audio.onended = () => done();
  audio.onerror = fail;
  audio.src = item.address;
  audio.play().catch(fail);
}

/** @param {Item} item */
function speak(item) {
  const voice = item.own ? undefined : deviceVoice(item.element);
  if (!voice) return done();
  utterance = new SpeechSynthesisUtterance(text(item.element));
  Object.assign(utterance, { voice, lang: voice.lang, rate: 0.9, onend: done, onerror: done });
  return speech.speak(utterance);
}

/** @param {Element} element what is being read stays in sight */
function follow(element) {
  const { top, bottom } = element.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight - 100) element.scrollIntoView({ block: "center" });
}
