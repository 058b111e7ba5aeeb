/* Hearing and speaking on family pages. Loaded only where something can sound or be recorded; what it is made
   of stands in `voice/`, and comes joined and minified. */

import { dressChoice, goOn, offerChoice } from "./voice/choosing.js";
import { arrive, furnish, settle, settleNames, settlePage } from "./voice/loudspeakers.js";
import { canRecord, encode, microphone } from "./voice/microphone.js";
import { family, learnWords, plan, words } from "./voice/page.js";
import { stop } from "./voice/reading.js";
import { watchSounds } from "./voice/sounds.js";

/** @import { Speaker } from "./voice/microphone.js" */

/** @type {Speaker[]} */
const speakers = [];

/** Silence, and the end of any recording. */
function hush() {
  stop();
  for (const speaker of speakers) speaker.halt();
}

function forgetAll() {
  stop();
  for (const speaker of speakers) speaker.forget();
}

function settleAll() {
  const screens = document.querySelectorAll(".screen");
  settleNames();
  if (!screens.length) return settlePage();
  for (const screen of screens) settle(screen);
  if (!canRecord) return undefined;
  for (const { name, voice } of plan.questions) if (voice) speakers.push(microphone(name));
  return undefined;
}

async function begin() {
  if (!await learnWords()) return addEventListener("online", begin, { once: true });
  family.read = encode;
  // Said by the summary, once there is a voice.
  if (plan.words) plan.words.voice = words.voice;
  settleAll();
  offerChoice();
  watchSounds(() => {
    furnish();
    dressChoice();
  });
  goOn();
  document.addEventListener("screen", ({ detail }) => {
    hush();
    // What the screen says may have changed with the answers.
    furnish();
    dressChoice();
    arrive(detail);
  });
  document.addEventListener("forget", forgetAll);
  // « Passer la question » on a spoken question takes the voice back too.
  document.addEventListener("click", (/** @type {any} */ { target }) => {
    if (!target.closest("#skip")) return;
    for (const speaker of speakers) if (speaker.name === family.here()) speaker.forget();
  }, true);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hush();
  });
  addEventListener("pagehide", forgetAll);
  return undefined;
}

begin();
