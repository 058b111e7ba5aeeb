/* Another language, from any screen. */

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
  // In place of this page: « back » leads to none of them.
  location.replace(plan.keep.find((address) => address.includes(`lang=${tile.value}&`)));
}
