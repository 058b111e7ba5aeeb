/* Scripts of writing that this device cannot draw: their letters look like one that no font has. */

import { FIXED } from "./french.js";
import { byId } from "./tablet.js";

function undrawn() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 48;
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  /** @param {string} letter */
  const draw = (letter) => {
    pen.clearRect(0, 0, 48, 48);
    pen.font = "32px system-ui, sans-serif";
    pen.fillText(letter, 4, 36);
    return pen.getImageData(0, 0, 48, 48).data.join();
  };
  const missing = new Set(["\u0378", "\u{10fffe}"].map(draw));
  /** @param {HTMLElement} tile */
  const isMissing = ({ textContent }) =>
    (textContent.match(/\p{Lo}/gu) || []).some((letter) => missing.has(draw(letter)));
  /** @type {HTMLElement[]} */
  const tiles = [...byId("kiosk-tiles").querySelectorAll("a")];
  return tiles.filter(isMissing).map((tile) => `${tile.textContent.trim()} (${tile.lang})`);
}

/** @returns {string} which languages this tablet cannot write, and what to do */
export function scripts() {
  const names = undrawn();
  const start = `Écritures${FIXED}: cette tablette`;
  if (!names.length) return `${start} sait écrire toutes les langues proposées.`;
  const remedy = "Mettez à jour son système, ou installez les polices Noto" +
    " (guide de la borne, « Écritures qui manquent »).";
  return `${start} ne sait pas écrire ${names.join(", ")}. ${remedy}`;
}
