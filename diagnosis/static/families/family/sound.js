/* Voices are loaded only where they can serve: to be heard at once, to record one's own once questions begin. */

import { fetchVoices, whenSomethingSounds } from "../voice/loading.js";
import { plan } from "./page.js";

/** Loads the script of voices, now or when a device says that it can speak or record. */
export function hear() {
  whenSomethingSounds(plan.sound, plan.language);
  document.addEventListener("screen", () => {
    if (plan.questions.some((item) => item.voice)) fetchVoices(plan.sound[0]);
  });
}
