/* Voices are loaded only where they can serve: recorded or spoken by the device at once, to record one's own
   once questions begin. */

import { byId, family, make, plan } from "./page.js";
import { here } from "./screens.js";

/** @param {any} can whether voices can serve */
function load(can) {
  if (!can || family.heard) return;
  family.heard = true;
  const [src, href] = plan.sound;
  document.head.append(make("link", { rel: "stylesheet", href }), make("script", { src }));
}

/** Loads the script of voices, now or when a device says that it can speak or record. */
export function hear() {
  const speech = window.speechSynthesis;
  const tag = plan.language.slice(0, 2);
  /** @param {SpeechSynthesisVoice} voice */
  const fits = (voice) => voice.lang.slice(0, 2).toLowerCase() === tag;
  const told = () =>
    load(
      Object.keys(plan.voices).length || document.querySelector("[data-voice]") ||
        speech && !plan.oral && speech.getVoices().some(fits),
    );
  const record = () =>
    load(
      window.MediaRecorder && navigator.mediaDevices && plan.questions.some((item) => item.voice),
    );
  told();
  if (speech) speech.addEventListener("voiceschanged", told);
  byId("start").addEventListener("click", record);
  if (here() !== "welcome") record();
}
