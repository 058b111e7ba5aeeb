/* What the page shows of one question: its choices with their counts, the grid of numbers, a card opened by hand. */
/** @import { Plan, Question, Reading } from "../held_cards.d.ts" */

/** @param {string} id @returns {any} */
export const byId = (id) => document.getElementById(id);

/* A sentence of the page, with its values. */
/** @param {string} name @param {Record<string, any>} [values] */
export function sentence(name, values = {}) {
  const text = byId("reader").dataset[name] || "";
  return text.replace(
    /%\((\w+)\)s/g,
    (/** @type {string} */ _all, /** @type {string} */ value) => String(values[value]),
  );
}

/* Only what has changed is written, so that it is read aloud once. */
/** @param {string} id @param {string} text */
export function write(id, text) {
  const place = byId(id);
  if (place.textContent !== text) place.textContent = text;
  place.hidden = !text;
}

/** @param {number} at */
function shape(at) {
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  drawn.setAttribute("viewBox", "-1.2 -1.2 2.4 2.4");
  drawn.setAttribute("class", "shape");
  drawn.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#shape-${at}`);
  drawn.append(use);
  return drawn;
}

/** @param {string} name @param {string} text @param {string} [kind] */
function element(name, text, kind = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

/** @param {Question["choices"][number]} choice @param {number} at */
function choiceParts(choice, at) {
  const parts = [shape(at)];
  if (choice.picture) {
    const picture = document.createElement("img");
    picture.src = choice.picture;
    picture.alt = "";
    parts.push(/** @type {any} */ (picture));
  }
  return [...parts, element("span", choice.label, "label")];
}

/** @param {Plan} plan @param {number} at */
export function showQuestion(plan, at) {
  const question = plan.questions[at];
  write("label", question.label);
  byId("label").lang = question.tag;
  byId("label").dir = question.direction;
  write(
    "place",
    plan.questions.length > 1 ? sentence("place", { at: at + 1, all: plan.questions.length }) : "",
  );
  byId("steps").hidden = plan.questions.length < 2;
  byId("before").disabled = at === 0;
  byId("next").disabled = at === plan.questions.length - 1;
  byId("choices").replaceChildren(...question.choices.map((choice, place) => {
    const line = document.createElement("li");
    line.append(...choiceParts(choice, place), element("b", "0", "count"));
    return line;
  }));
}

/**
 * @param {Question} question
 * @param {Reading} reading
 * @param {number[]} elsewhere
 * @param {number} handed
 */
export function showCounts(question, reading, elsewhere, handed) {
  const cards = Object.values(reading.cards);
  [...byId("choices").querySelectorAll(".count")].forEach((count, place) => {
    const chosen = cards.filter((card) => card.choice === question.choices[place].name);
    count.textContent = String(chosen.length);
  });
  const numbers = Array.from({ length: handed }, (_none, at) => at + 1);
  const missing = numbers.filter((number) => !reading.cards[number] && !elsewhere.includes(number));
  write("read", sentence("read", { count: handed - missing.length, all: handed }));
  const left = missing.length
    ? sentence("missing", { numbers: missing.join(", ") })
    : sentence("all");
  write("missing", left);
}

/** @param {Question} question @param {Reading} reading @param {number[]} elsewhere @param {number} number */
function stateOf(question, reading, elsewhere, number) {
  if (reading.twice.includes(number)) {
    return { kind: "twice", side: -1, words: sentence("isTwice") };
  }
  const card = reading.cards[number];
  if (card) {
    const side = question.choices.findIndex((choice) => choice.name === card.choice);
    const kind = card.hand ? "read by-hand" : "read";
    return { kind, side, words: sentence(card.hand ? "isHand" : "isRead") };
  }
  if (elsewhere.includes(number)) {
    return { kind: "elsewhere", side: -1, words: sentence("isElsewhere") };
  }
  return { kind: "missing", side: -1, words: sentence("isMissing") };
}

/**
 * The numbers handed out, each a button; a number read beyond them stays to be seen.
 * @param {Plan} plan
 * @param {Question} question
 * @param {Reading} reading
 * @param {number[]} elsewhere
 * @param {number} handed
 */
export function showGrid(plan, question, reading, elsewhere, handed) {
  const grid = byId("grid");
  const most = Math.max(handed, ...Object.keys(reading.cards).map(Number));
  while (grid.children.length > most) grid.lastElementChild.remove();
  while (grid.children.length < most) {
    const item = document.createElement("li");
    const button = element("button", "");
    button.setAttribute("type", "button");
    button.dataset.number = String(grid.children.length + 1);
    item.append(button);
    grid.append(item);
  }
  [...grid.querySelectorAll("button")].forEach((button, at) => {
    const { kind, side, words } = stateOf(question, reading, elsewhere, at + 1);
    const told = `${kind} ${side}`;
    if (button.dataset.told === told) return;
    button.dataset.told = told;
    button.className = kind;
    const mark = side < 0
      ? element("span", { twice: "×2", elsewhere: "✓" }[kind] || "", "mark")
      : shape(side);
    const hidden = element("span", ` ${words} `, "away");
    const name = element("span", side < 0 ? "" : plan.shapes[side], "away answer");
    button.replaceChildren(element("b", String(at + 1)), mark, hidden, name);
  });
}

/**
 * @param {Question} question
 * @param {Reading} reading
 * @param {number} number
 * @param {(choice: string) => void} chosen empty: to be read anew
 */
export function openCard(question, reading, number, chosen) {
  const panel = byId("card");
  write("card-title", sentence("card", { number }));
  write("card-note", reading.twice.includes(number) ? sentence("twiceHint") : "");
  const known = reading.cards[number]?.choice;
  /** @param {string} choice */
  const choose = (choice) => () => {
    chosen(choice);
    panel.close();
  };
  const buttons = question.choices.map((choice, at) => {
    const button = element("button", "", "button choice");
    button.append(...choiceParts(choice, at));
    button.setAttribute("aria-pressed", String(known === choice.name));
    button.addEventListener("click", choose(choice.name));
    return button;
  });
  const anew = element("button", sentence("anew"), "button");
  anew.addEventListener("click", choose(""));
  const rest = known || reading.twice.includes(number) ? [anew] : [];
  byId("card-choices").replaceChildren(...buttons, ...rest);
  panel.showModal();
}

/**
 * Draws on the picture which cards are seen: what they say is in the grid.
 * @param {HTMLCanvasElement} canvas
 * @param {import("../held_cards.d.ts").Look} look
 * @param {number} width
 * @param {number} height
 * @param {(number: number) => boolean} counted
 */
export function drawMarks(canvas, look, width, height, counted) {
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d");
  pen.font = `700 ${Math.round(width / 36)}px system-ui, sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  for (const { number, x, y, wide } of look.seen) {
    const radius = Math.max(wide / 2, width / 40);
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.fillStyle = counted(number) ? "#0E6655" : "#9A3412";
    pen.fill();
    pen.fillStyle = "#fff";
    pen.fillText(`${number}${counted(number) ? "\u2009✓" : ""}`, x, y);
  }
}
