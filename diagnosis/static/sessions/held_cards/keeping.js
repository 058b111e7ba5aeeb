/* What was read stays on this device until the session has it: kept at each change, sealed as answers are when it
   leaves. */
/** @import { Plan, Reading } from "../held_cards.d.ts" */
import { newReading, unsent } from "./readings.js";

// Milliseconds before the first new try, and between two at most.
const SOON = 5000;
const LATE = 60000;
// Days after which another session's cards are forgotten, if nothing of them waits.
const OLD = 7;
const PLACE = "cards";

/* A UUID, drawn here: old pages have no other way without https. */
function newId() {
  const drawn = crypto.getRandomValues(new Uint8Array(16));
  drawn[6] = drawn[6] & 15 | 64;
  drawn[8] = drawn[8] & 63 | 128;
  const text = Array.from(drawn, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/**
 * @param {Plan} plan
 * @param {(what: "sent" | "away" | "held" | "refused" | "unkept", words?: string) => void} say what became of it
 */
export function keeperOf(plan, say) {
  /** @typedef {{day: number, handed: number, readings: Record<string, Reading>}} Room */
  /** @type {Record<string, Room>} */
  let rooms = {};
  /** @type {Room} */
  let room = { day: 0, handed: plan.handed, readings: {} };
  /** @type {Record<string, number[]>} */
  const kept = {};
  let pause = 0;
  let timer = 0;
  let busy = false;

  async function load() {
    rooms = await outbox.kept(PLACE).catch(() => ({})) || {};
    const today = Date.now() / 86400000;
    for (const [code, one] of Object.entries(rooms)) {
      const waits = Object.values(one.readings).some((reading) =>
        Object.keys(unsent(reading)).length
      );
      if (today - one.day > OLD && !waits) delete rooms[code];
    }
    room = rooms[plan.code] || room;
    rooms[plan.code] = room;
    room.day = today;
    for (const question of plan.questions) {
      room.readings[question.name] = room.readings[question.name] || newReading();
      kept[question.name] = question.kept;
    }
  }

  const save = () => outbox.keep(PLACE, rooms).catch(() => say("unkept"));

  /* Sends what is to leave, one question after the other: the newest reading is always the last that leaves. */
  async function leave() {
    if (busy) return;
    busy = true;
    clearTimeout(timer);
    let again = false;
    for (const [name, reading] of Object.entries(room.readings)) {
      if (reading.leaving) again = await send(name, reading) || again;
    }
    busy = false;
    await save();
    pause = again ? Math.min(2 * pause || SOON, LATE) : 0;
    if (again) timer = setTimeout(leave, pause);
  }

  /* Where a page may seal nothing (plain http, which opens no camera either), it leaves as a form would. */
  /** @param {{id: string}} content @returns {Promise<any>} */
  async function closed(content) {
    if (!crypto.subtle) return content;
    const { id, key, sealed } = await outbox.seal(plan.campaign, plan.seal, content, plan.to);
    return { id, key, sealed };
  }

  /** Whether it must be tried again. @param {string} name @param {Reading} reading */
  async function send(name, reading) {
    const cards = unsent(reading);
    if (!Object.keys(cards).length) reading.leaving = false;
    if (!reading.leaving) return false;
    const content = { id: newId(), token: plan.token, question: name, cards };
    const said = await outbox.post(plan.to, await closed(content));
    if (said.result === "later") {
      say(said.content.message ? "held" : "away", said.content.message);
      return true;
    }
    reading.leaving = false;
    if (said.result !== "sent") {
      say("refused", said.content.message);
      return false;
    }
    for (const [number, choice] of Object.entries(cards)) {
      if (choice) reading.sent[number] = choice;
      else delete reading.sent[number];
    }
    kept[name] = said.content.kept;
    // What was read while this left has not been asked for yet.
    say("sent");
    return false;
  }

  /** @param {string} name of the question to be sent */
  function keep(name) {
    room.readings[name].leaving = true;
    pause = 0;
    return save().then(leave);
  }

  const now = () => {
    pause = 0;
    leave();
  };
  addEventListener("online", now);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) now();
  });
  return {
    load,
    save,
    keep,
    leave,
    reading: (/** @type {string} */ name) => room.readings[name],
    /** Numbers that another device read, and this one did not. @param {string} name */
    elsewhere: (name) => kept[name].filter((number) => !room.readings[name].sent[number]),
    handed: () => room.handed,
    hand: (/** @type {number} */ count) => {
      room.handed = count;
      return save();
    },
  };
}
