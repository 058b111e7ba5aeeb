/* What the team reads, in French: numbers with their noun, days and hours, narrow spaces. */

/** Before « ; », « ! » and « ? ». */
export const NARROW = "\u202f";
/** Before « : ». */
export const FIXED = "\u00a0";

/**
 * A sentence with its noun in the right number: many(2, "réponse attend", "réponses attendent").
 * @param {number} count
 * @param {string} one
 * @param {string} several
 */
export const many = (count, one, several) => `${count} ${count < 2 ? one : several}`;

/** @param {string} time in ISO 8601 @returns {string} how long ago, to the minute */
export function ago(time) {
  const then = new Date(time);
  const minutes = Math.floor((Date.now() - then.getTime()) / 60000);
  const days = Math.round(
    (new Date().setHours(0, 0, 0, 0) - new Date(then).setHours(0, 0, 0, 0)) / 86400000,
  );
  const hour = `à ${then.getHours()}${FIXED}h${FIXED}${String(then.getMinutes()).padStart(2, "0")}`;
  if (minutes < 2) return "à l’instant";
  if (minutes < 60) return `il y a ${minutes} minutes`;
  if (days === 0) return `aujourd’hui ${hour}`;
  if (days === 1) return `hier ${hour}`;
  const date = new Intl.DateTimeFormat("fr", { day: "numeric", month: "long" }).format(then);
  return `le ${date} ${hour}`;
}
