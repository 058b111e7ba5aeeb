/* Another language, from any screen; what is answered goes with it. */

import { handOver } from "./draft.js";
import { plan } from "./page.js";
import { back, here, visit } from "./screens.js";

/** @param {any} event a touch anywhere */
export function changeLanguage(event) {
  /** @param {string} which */
  const touched = (which) => event.target.closest(which);
  const tile = touched("#languages button[name]");
  if (!tile && !touched("[href='#languages']")) return;
  event.preventDefault();
  if (!tile) return here() === "languages" ? back() : visit("languages");
  if (here() === "languages") back();
  const address = plan.keep.find((kept) => kept.includes(`lang=${tile.value}&`));
  // Answers that were sent are not asked again: the last screen has a page of its own.
  if (here() === "thanks") location.replace(address.replace("?", "/thanks?"));
  else handOver(address);
}
