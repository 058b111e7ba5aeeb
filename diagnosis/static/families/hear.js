/* Voices on the pages around the questionnaire: their script comes only where something can sound. */

import { whenSomethingSounds } from "./voice/loading.js";

const { script, style, list } = document.currentScript.dataset;
addEventListener(
  "load",
  () => whenSomethingSounds([script, style, list], document.documentElement.lang),
);
