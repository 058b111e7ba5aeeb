/* What the script of voices needs of its page: the language, the plan if there is one, the words of buttons. */

/** @import { Family, Plan } from "../family/page.js" */

/** The language of the page. */
export const page = document.documentElement.lang;

/** @type {Pick<Family, "voices" | "here" | "read"> & {plan?: Plan}} the choice of languages has no plan */
export const family = window.family || { voices: {}, here: () => "" };
/** @type {Partial<Plan>} */
export const plan = family.plan || { questions: [] };

/** @type {Record<string, string>} */
export const words = {};

/** @returns {Promise<boolean>} false without network, where buttons have no words yet */
export async function learnWords() {
  const found = await fetch(`/words/${page}/voice.json`)
    .then((answer) => answer.ok && answer.json())
    .catch(() => false);
  Object.assign(words, found);
  return Boolean(found);
}

/**
 * @param {string} id
 * @returns {any} the element, of whatever kind the template makes it
 */
export const byId = (id) => document.getElementById(id);
