/* What counts of what the camera saw, for one question: a card counts once it was read alike several times. */
/** @import { Notes, Question, Reading, Seen } from "../held_cards.d.ts" */

// Pictures in which a card is read alike before it counts; then before another side replaces the first: whoever lowers
// a card turns it on the way.
const FIRST = 3;
const TURNED = 6;
// Pictures in which one number is seen twice before it is told: one may be misread.
const BOTH = 2;
// Pictures after which what was seen of a card is forgotten; milliseconds during which it is told that one cannot be
// counted.
const GAP = 5;
const TOLD = 4000;

/** @returns {Reading} */
export const newReading = () => ({ cards: {}, sent: {}, twice: [] });

/**
 * Follows one question. `reading` is changed as cards come to count.
 * @param {Question} question
 * @param {Reading} reading
 * @param {() => number} handed how many cards were handed out
 */
export function follow(question, reading, handed) {
  /** By number: what was seen last, how often, in which picture. */
  /** @type {Map<number, {what: any, count: number, at: number}>} */
  const seenLast = new Map();
  let pictures = 0;
  /** By number: why it cannot be counted, since when. @type {Map<number, {why: string, at: number}>} */
  const odd = new Map();

  /** @param {number} number @param {any} what */
  function again(number, what) {
    const last = seenLast.get(number);
    const alike = last && last.what === what && pictures - last.at <= GAP;
    const count = alike ? last.count + 1 : 1;
    seenLast.set(number, { what, count, at: pictures });
    return count;
  }

  /** @param {Seen[]} found of one number */
  function whatOf(found) {
    const [{ number, side }] = found;
    if (number > handed()) return "over";
    if (found.length > 1) return "twice";
    if (side === null) return "tilted";
    return side < question.choices.length ? side : "blank";
  }

  /** @param {number} number @param {number} side */
  function count(number, side, /** @type {number} */ times) {
    const before = reading.cards[number];
    const choice = question.choices[side].name;
    if (reading.twice.includes(number) || before?.hand || before?.choice === choice) return false;
    if (times < (before ? TURNED : FIRST)) return false;
    reading.cards[number] = { choice };
    return true;
  }

  /** @param {number} number */
  function doubt(number) {
    if (reading.twice.includes(number) || reading.cards[number]?.hand) return false;
    reading.twice.push(number);
    delete reading.cards[number];
    return true;
  }

  /**
   * Takes what one picture showed; says whether what counts has changed.
   * @param {Seen[]} seen
   * @param {number} now in milliseconds
   */
  function see(seen, now) {
    let changed = false;
    pictures++;
    for (const number of new Set(seen.map((one) => one.number))) {
      const what = whatOf(seen.filter((one) => one.number === number));
      const times = again(number, what);
      if (typeof what === "number") changed = count(number, what, times) || changed;
      else if (what === "twice" && times >= BOTH) changed = doubt(number) || changed;
      else if (times >= FIRST) odd.set(number, { why: what, at: now });
      if (typeof what === "number") odd.delete(number);
    }
    return changed;
  }

  /** @param {number} now @returns {Notes} */
  function notes(now) {
    /** @param {string} why */
    const those = (why) =>
      [...odd].filter(([, one]) => one.why === why && now - one.at < TOLD).map(([number]) => number)
        .sort((one, other) => one - other);
    return {
      twice: reading.twice,
      over: those("over"),
      tilted: those("tilted"),
      blank: those("blank"),
    };
  }

  /* By hand: what somebody says goes before what is seen. */
  /** @param {number} number @param {string} choice empty: to be read anew */
  function enter(number, choice) {
    reading.twice = reading.twice.filter((one) => one !== number);
    seenLast.delete(number);
    if (choice) reading.cards[number] = { choice, hand: true };
    else delete reading.cards[number];
  }

  return { see, notes, enter };
}

/**
 * What the server does not have yet, by number; empty: to be taken back.
 * @param {Reading} reading
 * @returns {Record<string, string>}
 */
export function unsent({ cards, sent }) {
  /** @type {Record<string, string>} */
  const left = {};
  for (const [number, { choice }] of Object.entries(cards)) {
    if (sent[number] !== choice) left[number] = choice;
  }
  for (const number of Object.keys(sent)) if (!cards[number]) left[number] = "";
  return left;
}
