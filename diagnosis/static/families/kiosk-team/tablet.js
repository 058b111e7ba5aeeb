/* This tablet: its campaign, what it was given when it was prepared, what waits on it. */

/**
 * What the team's link gave.
 * @typedef {object} Prepared
 * @property {string} id
 * @property {string} name
 * @property {string} token
 * @property {{salt: string, hash: string, iterations: number}} pin
 * @property {string} campaign
 * @property {number} before how many responses this device had sent
 */

/**
 * @param {string} id
 * @returns {any} the element, of whatever kind the template makes it
 */
export const byId = (id) => document.getElementById(id);

export const { campaign, home } = window.kiosk;
/** @type {HTMLDialogElement} */
export const panel = byId("kiosk-panel");
/** A text that changes whenever what tablets run does. */
export const edition = panel.dataset.edition;

/** @type {Prepared | undefined} */
export let me;

/** @param {Prepared | undefined} prepared what this tablet is from now on */
export function become(prepared) {
  me = prepared;
}

/** @returns the sealed answers of this campaign that are still here */
export async function mine() {
  return (await outbox.entries()).filter((entry) => entry.campaign === campaign);
}
