/* What the script of voices needs of its page: the language, the plan if there is one, the words of buttons. */

/** @import { Family, Plan } from "../family/page.js" */

/**
 * What can be heard in the page's language; texts by their names (`sentences.js`).
 * @typedef {object} Heard
 * @property {string} spoken tag of the language that is heard
 * @property {boolean} alone whether only recordings may be heard
 * @property {Record<string, string>} recorded ends of addresses of recordings
 * @property {Record<string, string>} names addresses of languages' own names
 * @property {Set<string>} machine what the machine voice says
 * @property {string} version of the machine voice
 */

/** The language of the page. */
export const page = document.documentElement.lang;

/** @type {Pick<Family, "voices" | "here" | "read"> & {plan?: Plan}} other pages have no plan */
export const family = window.family || { voices: {}, here: () => "" };
/** @type {Partial<Plan>} */
export const plan = family.plan || { questions: [] };

/** @type {Record<string, string>} */
export const words = {};
/** @type {Heard} */
export const heard = {
  spoken: page,
  alone: false,
  recorded: {},
  names: {},
  machine: new Set(),
  version: "",
};

/** @param {string} address @returns {Promise<any>} false without network */
const ask = (address) =>
  fetch(address).then((answer) => answer.ok && answer.json()).catch(() => false);

/** @returns {string[]} the addresses that a page without plan gives */
function around() {
  const { style, list } = /** @type {HTMLElement} */ (
    document.querySelector("[data-style]")
  ).dataset;
  return [style, list];
}

/** @returns {Promise<boolean>} false without network, where buttons have no words yet */
export async function learnWords() {
  const [href, list] = plan.sound ? plan.sound.slice(1) : around();
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
  const [found, sounds] = await Promise.all([
    ask(`/words/${page}/voice.json`),
    list ? ask(list) : { machine: "" },
  ]);
  if (!found || !sounds) return false;
  Object.assign(words, found);
  Object.assign(heard, sounds, { machine: new Set(sounds.machine.split(" ")) });
  return true;
}

/**
 * @param {string} id
 * @returns {any} the element, of whatever kind the template makes it
 */
export const byId = (id) => document.getElementById(id);
