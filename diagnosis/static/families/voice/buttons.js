/* Buttons of voices: a drawing, and its word. */

import { words } from "./page.js";

/** @typedef {"listen" | "machine" | "read" | "stop" | "speak" | "replay" | "erase"} Act */

/** @type {Record<Act, string>} */
const ICONS = {
  listen: "M4 9v6h4l5 4V5L8 9zM16.5 9a4 4 0 0 1 0 6M19 6a8 8 0 0 1 0 12",
  machine: "M5 9h14v10H5zM12 9V5M9 5h6M9 13v1M15 13v1M9 17h6M2 12v4M22 12v4",
  read: "M4 5c3-1 6 0 8 1.5C14 5 17 4 20 5v13c-3-1-6 0-8 1.5C10 18 7 17 4 18zM12 6.5v13",
  stop: "M6 6h12v12H6z",
  speak: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
  replay: "M7 5l12 7-12 7z",
  erase: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
};

/** @param {Act} act @returns {SVGElement} */
export function icon(act) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[act]);
  if (act === "stop") path.setAttribute("fill", "currentColor");
  svg.append(path);
  return svg;
}

/**
 * @param {Act} act
 * @param {"say" | "button"} kind a loudspeaker without word, or a button with one
 * @returns {HTMLButtonElement}
 */
export function makeButton(act, kind) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = kind;
  button.append(icon(act), ...(kind === "say" ? [] : [words[act]]));
  return button;
}
