/* The PIN, checked here: the team comes in without network too. */

import { many } from "./french.js";
import { enter } from "./sheet.js";
import { byId, me, panel } from "./tablet.js";

/** @type {HTMLInputElement} */
const digits = byId("kiosk-digits");
let trying = false;

/** @param {string} pin */
async function isRight(pin) {
  const { salt, hash, iterations } = me.pin;
  const name = "PBKDF2";
  const secret = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), name, false, [
    "deriveBits",
  ]);
  const grains = Uint8Array.from(salt.match(/../g), (pair) => parseInt(pair, 16));
  const way = { name, hash: "SHA-256", salt: grains, iterations };
  const bits = new Uint8Array(await crypto.subtle.deriveBits(way, secret, 256));
  return Array.from(bits, (byte) => (byte + 256).toString(16).slice(1)).join("") === hash;
}

/** Opens the panel where the PIN is typed. */
export function askPin() {
  digits.value = "";
  byId("kiosk-pin-trouble").textContent = "";
  byId("kiosk-pin").hidden = false;
  byId("kiosk-sheet").hidden = true;
  byId("kiosk-panel-title").textContent = "Code de l’équipe";
  panel.showModal();
  digits.focus();
}

/** Tries what was typed, once at a time. */
export async function tryPin() {
  if (trying) return undefined;
  trying = true;
  try {
    return await check();
  } finally {
    trying = false;
  }
}

async function check() {
  const tries = await outbox.kept("pin") || { wrong: 0, until: 0 };
  const left = Math.ceil((tries.until - Date.now()) / 1000);
  const pin = digits.value;
  digits.value = "";
  if (left > 0) return refuse(`Attendez ${many(left, "seconde", "secondes")}, puis réessayez.`);
  // Noted before the check, so that reloading in between forgets no try.
  const wrong = tries.wrong + 1;
  const pause = Math.min(2 ** wrong, 900);
  await outbox.keep("pin", { wrong, until: Date.now() + pause * 1000 });
  if (!await isRight(pin)) {
    return refuse(`Ce n’est pas ce code. Attendez ${pause} secondes, puis réessayez.`);
  }
  await outbox.keep("pin", null);
  byId("kiosk-pin").hidden = true;
  byId("kiosk-panel-title").textContent = "Code de l’équipe";
  return enter();
}

/** @param {string} text */
function refuse(text) {
  byId("kiosk-pin-trouble").textContent = text;
  digits.focus();
}

/** @param {string} digit typed on the screen; the empty one erases */
export function type(digit) {
  digits.value = digit && (digits.value + digit).slice(0, 8);
}

digits.oninput = () => {
  digits.value = digits.value.replace(/\D/g, "");
};

/** What was typed is gone with the panel. */
export function leavePin() {
  digits.value = "";
}
