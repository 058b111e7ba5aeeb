/* Hearing and speaking on family pages. Loaded only where something can sound or be recorded; what it is made
   of stands in `voice/`, and comes joined and minified. */

import { arrive, furnish, offerToReadAll, settle, settleNames } from "./voice/loudspeakers.js";
import { canRecord, encode, microphone } from "./voice/microphone.js";
import { family, learnWords, plan } from "./voice/page.js";
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

async function begin() {
  if (!await learnWords()) return addEventListener("online", begin, { once: true });
  family.read = encode;
  offerToReadAll();
  settleNames();
  for (const screen of document.querySelectorAll(".screen")) settle(screen);
  if (canRecord) {
    for (const { name, voice } of plan.questions) if (voice) speakers.push(microphone(name));
  }
  watchSounds(furnish);
  document.addEventListener("screen", ({ detail }) => {
    hush();
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
