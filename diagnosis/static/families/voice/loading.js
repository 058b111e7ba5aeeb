/* When the script of voices serves: something is kept to be heard, or the device speaks the language. */

let asked = false;

/** @param {string} src address of the script of voices, fetched once */
export function fetchVoices(src) {
  if (!asked) document.head.append(Object.assign(document.createElement("script"), { src }));
  asked = true;
}

/**
 * Fetches it now, or when the device says that it can speak.
 * @param {string[]} sound its address, that of its style, that of what can be heard if anything is kept
 * @param {string} language of the page
 */
export function whenSomethingSounds([src, , list], language) {
  const speech = window.speechSynthesis;
  /** @param {SpeechSynthesisVoice} voice */
  const fits = (voice) => voice.lang.startsWith(language.slice(0, 2));
  const told = () => {
    if (list || speech.getVoices().some(fits)) fetchVoices(src);
  };
  if (list || speech) told();
  if (speech) speech.addEventListener("voiceschanged", told);
}
