/* Sentences that few families read: fetched when the page is quiet. */

import { byId, plan, say } from "./page.js";

/**
 * @typedef {object} Rare
 * @property {string[]} [words] of receipts
 * @property {string} [keep]
 * @property {string} [explain]
 * @property {string} [withdraw]
 */

/** @returns {Promise<Rare & Record<string, any>>} nothing without network */
export const rare = () => fetch(plan.rare).then((answer) => answer.json()).catch(() => ({}));

/**
 * Shows a rare sentence in its place.
 * @param {string} id of the place, and name of the sentence
 * @param {string} more what follows it
 */
export async function warn(id, more) {
  byId(id).textContent = `${(await rare())[id] || say.offline} ${more}`;
  byId(id).hidden = false;
}
