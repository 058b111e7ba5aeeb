/* Sending: a response sealed before « Envoyer » opens, kept by the outbox, and what the server says of it. */

import { shown } from "./cards.js";
import { eraseDraft, isDiscreet, saveDraft } from "./draft.js";
import { byId, family, form, note, plan, say } from "./page.js";
import { reached, visit, way } from "./screens.js";
import { thank } from "./thanks.js";

/** What a press of « Envoyer » waits for: see `makeReady`. */
/** @type {Promise<{response: any, entry: any}>} */
let ready;
/** @type {number[]} */
let code = [];
let sending = false;
let retry = 0;

/** RFC 9562, version 4; old phones have no randomUUID. */
function uuid() {
  const random = () => crypto.getRandomValues(new Uint8Array(1))[0];
  return "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(
    /[xy]/g,
    (letter) => (letter === "x" ? random() & 15 : random() & 3 | 8).toString(16),
  );
}

/**
 * The code that erases these answers is known to this phone alone; its slow hash goes with them.
 */
async function receipt() {
  code = plan.receipt && crypto.subtle && !isDiscreet()
    ? Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte & 127)
    : [];
  if (!code.length) return "";
  const text = new TextEncoder();
  const name = "PBKDF2";
  const secret = await crypto.subtle.importKey("raw", text.encode(code.join("-")), name, false, [
    "deriveBits",
  ]);
  const salt = text.encode(`diagnosis receipt ${plan.campaign}`);
  const way = { name, hash: "SHA-256", salt, iterations: 200000 };
  const bits = await crypto.subtle.deriveBits(way, secret, 256);
  return Array.from(new Uint8Array(bits), (byte) => (byte + 256).toString(16).slice(1)).join("");
}

/** @returns {Promise<any>} what leaves, with the answers it holds */
async function respond() {
  const { answers, asked, until } = reached();
  /** @param {string} name */
  const field = (name) => /** @type {any} */ (form.elements.namedItem(name)).value;
  /** @type {Record<string, {kind: string, content: string}>} */
  const voices = {};
  for (const { name } of asked) {
    if (family.voices[name]) voices[name] = await family.read(family.voices[name]);
  }
  way.id = way.id || uuid();
  saveDraft();
  return {
    id: way.id,
    version: field("version"),
    language: field("language"),
    channel: field("channel"),
    assisted: field("assisted") === "1",
    answers,
    until,
    shown,
    voices,
    receipt: await receipt(),
  };
}

/**
 * Tab passes over a `disabled` button without a word, and one that is disabled while it has the focus loses it.
 * @param {boolean} is
 */
const letSend = (is) => byId("send").setAttribute("aria-disabled", !is);

/**
 * Sealed before « Envoyer » opens: pressed from then on, not even closing the page at once loses it. A press
 * that comes sooner waits for it.
 */
async function makeReady() {
  const response = await respond();
  const entry = await outbox.seal(plan.campaign, plan.seal, response).catch(() => 0);
  return { response, entry };
}

/** Opens « Envoyer » once the answers of this moment are sealed. */
export function openSending() {
  const mine = ready = makeReady();
  letSend(false);
  mine.then(() => {
    if (mine === ready) letSend(!sending);
  });
}

/** Sends what is ready, once however often it is asked. */
export async function send() {
  clearTimeout(retry);
  if (sending) return;
  sending = true;
  letSend(false);
  byId("trouble").textContent = say.sending;
  const { response, entry } = await ready;
  const kept = entry && await outbox.put(entry).then(() => true, () => false);
  // Where nothing can be kept, the answers stay on the screen until they have left.
  const said = kept
    ? (await outbox.flush(true))[response.id]
    : await outbox.post(`/q/${plan.campaign}/responses`, response);
  sending = false;
  letSend(true);
  settle(said || { result: "later" }, response, kept);
}

/** @param {{result: string, content?: any}} said @param {any} response @param {boolean} kept */
async function settle({ result, content }, response, kept) {
  if (result === "refused" && content.errors) {
    await outbox.drop(response.id).catch(() => 0);
    return mend(content.errors);
  }
  const arrived = result === "sent" || result === "known";
  if (arrived || kept) {
    forget();
    return thank(arrived, code);
  }
  byId("trouble").textContent = content.message || say.offline;
  if (result === "later") retry = setTimeout(() => byId("trouble").textContent && send(), 15000);
  return undefined;
}

/** @param {Record<string, string>} errors by question */
function mend(errors) {
  for (const name in errors) if (byId(name)) note(name, errors[name]);
  const first = plan.questions.find((item) => errors[item.name]);
  if (first) return visit(first.name);
  byId("trouble").textContent = Object.values(errors)[0];
  return undefined;
}

/** Nothing of this family stays on the page. */
export function forget() {
  form.reset();
  byId("detail").open = false;
  family.voices = {};
  way.id = "";
  eraseDraft();
  document.dispatchEvent(new CustomEvent("forget"));
}
