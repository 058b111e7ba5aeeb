/* Conditions (`relevant`, `choice_filter`, `constraint`), evaluated as `questionnaire/expressions.py` does. */

/**
 * A syntax tree: the name of what it does, then its parts.
 * @typedef {[string, ...any[]]} Tree
 */

/** @typedef {Record<string, string | string[]>} Answers by the name of their question */

/** @type {Record<string, (tree: any[], answers: Answers, own: any, name: string) => any>} */
const TYPES = {
  lit: (tree) => tree[1],
  ref: (tree, answers) => text(answers[tree[1]]),
  self: (_tree, _answers, own) => text(own),
  name: (_tree, _answers, _own, name) => name || "",
  and: (tree, ...rest) => tree.slice(1).every((part) => truth(evaluate(part, ...rest))),
  or: (tree, ...rest) => tree.slice(1).some((part) => truth(evaluate(part, ...rest))),
};
/** @type {Record<string, (...values: any[]) => any>} */
const FUNCTIONS = {
  "=": equal,
  "!=": (left, right) => !equal(left, right),
  "<": (left, right) => number(left) < number(right),
  "<=": (left, right) => number(left) <= number(right),
  ">": (left, right) => number(left) > number(right),
  ">=": (left, right) => number(left) >= number(right),
  selected: (chosen, choice) => words(chosen).includes(text(choice)),
  "count-selected": (chosen) => words(chosen).length,
  not: (value) => !truth(value),
  true: () => true,
  false: () => false,
};

/** @param {Tree} tree @param {Answers} answers @param {any} own @param {string} name @returns {any} */
function evaluate(tree, answers, own, name) {
  const special = TYPES[tree[0]];
  if (special) return special(tree, answers, own, name);
  return FUNCTIONS[tree[0]](...tree.slice(1).map((part) => evaluate(part, answers, own, name)));
}

/**
 * Whether a condition holds; one that is not written always does.
 * @param {Tree} tree
 * @param {Answers} answers those given so far
 * @param {any} [own] the answer that a constraint is about (`.`)
 * @param {string} [name] the choice that a filter is about (`name`)
 * @returns {boolean}
 */
export function holds(tree, answers, own, name) {
  return !tree || truth(evaluate(tree, answers, own, name));
}

/** @param {any} value */
function truth(value) {
  return typeof value === "number" ? Boolean(value) : value !== "" && value !== false;
}

/** @param {any} value */
function text(value) {
  if (value === undefined || value === null) return "";
  return Array.isArray(value) ? value.join(" ") : String(value);
}

/**
 * The names chosen, from a list or from a text with spaces.
 * @param {any} value
 * @returns {string[]}
 */
export function words(value) {
  return text(value).split(/\s+/).filter(Boolean);
}

/** @param {any} value */
function number(value) {
  if (typeof value !== "string") return Number(value);
  return /^\s*-?(\d+(\.\d*)?|\.\d+)\s*$/.test(value) ? Number(value) : NaN;
}

/** @param {any} left @param {any} right */
function equal(left, right) {
  if (typeof left === "boolean" || typeof right === "boolean") return truth(left) === truth(right);
  if (typeof left === "number" || typeof right === "number") return number(left) === number(right);
  return left === right;
}
