/* What a page says, in its order: every text that it shows, wherever its template puts it. */

/**
 * A text of the page, said at once.
 * @typedef {object} Item
 * @property {Element} element
 * @property {string} text
 * @property {string} [address] of the family's own voice, which nothing else can say
 */

// The smallest element of these around a text holds a sentence.
const SENTENCE = "h1, h2, h3, legend, p, li, dt, dd, label, summary, b, div, .card";
// What no one needs to hear: the French beside a draft, buttons and their signs, other languages' names.
const ASIDE =
  ".source, button, .languages, .tiles, .tongues, .draft, .machine, .waiting, .rich.left, " +
  "svg, script, textarea, noscript, [aria-hidden=true], meter, .card b, .fictitious, .words";

/** @param {string} text @returns {string} the same without what only lays it out */
export const plain = (text) => text.replace(/\s+/g, " ").trim();

/**
 * The name of a text for its sounds, as the server computes it (`diagnosis/voices/names.py`): FNV-1a, 32 bits.
 * @param {string} text
 * @returns {string}
 */
export function soundName(text) {
  let found = 0x811C9DC5;
  for (const unit of plain(text).split("")) {
    found = Math.imul(found ^ unit.charCodeAt(0), 0x01000193);
  }
  return (found >>> 0).toString(36);
}

/** @param {Element} root @returns {Item[]} all that it says, hidden or not */
export function gather(root) {
  /** @type {Item[]} */
  const found = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { data, parentElement } = /** @type {Text} */ (walker.currentNode);
    if (parentElement.closest(ASIDE)) continue;
    const element = parentElement.closest(SENTENCE) || root;
    const last = found[found.length - 1];
    if (last && last.element === element) last.text += data;
    else if (data.trim()) found.push({ element, text: data });
  }
  return found.map(({ element, text }) => ({ element, text: plain(text) }));
}

/** @param {Element} root @returns {Item[]} all that it says to whoever looks at it now */
export const items = (root) =>
  gather(root).filter(({ element }) =>
    element.checkVisibility ? element.checkVisibility() : element.getClientRects().length
  );

/** @param {Item} item @returns {boolean} */
const isTitle = ({ element }) => Boolean(element.closest("h1, h2, legend"));

/** @param {Element} screen @returns {Item[]} its title, and what explains it */
export function heading(screen) {
  const all = items(screen);
  const isHint = (/** @type {Item} */ { element }) => element.matches(".hint, h2 ~ p:not(.error)");
  return [...all.filter(isTitle).slice(0, 1), ...all.filter(isHint).slice(0, 1)];
}

/** @param {Element} screen @returns {Item[]} all that it says; the title of the whole first */
export function whole(screen) {
  const above = screen.id === "welcome" ? [...document.querySelectorAll("h1")] : [];
  return [...above.flatMap(items), ...items(screen)];
}
