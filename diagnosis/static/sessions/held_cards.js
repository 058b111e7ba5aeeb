"use strict";
/* The page that reads cards held up: one question at a time, by camera or by hand; what counts is kept, then sent. */
/** @import { Look, Plan } from "./held_cards.d.ts" */
import { cameraOf } from "./held_cards/camera.js";
import { keeperOf } from "./held_cards/keeping.js";
import { follow, unsent } from "./held_cards/readings.js";
import {
  byId,
  drawMarks,
  openCard,
  sentence,
  showCounts,
  showGrid,
  showQuestion,
  write,
} from "./held_cards/shown.js";
import { lies } from "./held_cards/upright.js";

// Milliseconds without any card before the page says what may help; how dark is too dark (0 to 255); how steep the
// steepest steps of a picture are, as a share of its light, where print can be read.
const PATIENCE = 4000;
const DARK = 25;
const SHARP = 0.42;
/** @type {Plan} */
const plan = JSON.parse(byId("plan").textContent);
const keeper = keeperOf(plan, becameOf);
let at = 0;
/** @type {ReturnType<typeof follow>} */
let following;
let lastSeen = 0;
/** @type {ReturnType<typeof cameraOf>} */
let camera;

const question = () => plan.questions[at];
const reading = () => keeper.reading(question().name);

/** @param {number} to */
function turnTo(to) {
  at = to;
  following = follow(question(), reading(), keeper.handed);
  showQuestion(plan, at);
  write("said", "");
  show();
}

function show() {
  const elsewhere = keeper.elsewhere(question().name);
  showCounts(question(), reading(), elsewhere, keeper.handed());
  showGrid(plan, question(), reading(), elsewhere, keeper.handed());
  const left = Object.keys(unsent(reading())).length;
  write("left", left ? sentence("left", { count: left }) : "");
  byId("keep").disabled = !left;
}

/* What is odd about what is seen: the numbers, and what to do. */
function tellNotes() {
  const notes = following.notes(performance.now());
  const told =
    /** @type {("twice" | "over" | "tilted" | "blank")[]} */ (["twice", "over", "tilted", "blank"]);
  const lines = told.filter((why) => notes[why].length)
    .map((why) => sentence(why, { numbers: notes[why].join(", ") }));
  write("notes", lines.join(" "));
}

/** @param {Look} look @param {number} width @param {number} height */
function looked(look, width, height) {
  const now = performance.now();
  const sideways = lies();
  if (look.seen.length) lastSeen = now;
  if (!sideways && following.see(look.seen, now)) {
    keeper.save();
    show();
  }
  drawMarks(byId("marks"), look, width, height, (number) => Boolean(reading().cards[number]));
  tellNotes();
  write("trouble", sideways ? sentence("sideways") : troubleOf(look, now));
}

/** @param {Look} look @param {number} now */
function troubleOf({ light, steep }, now) {
  if (now - lastSeen < PATIENCE) return "";
  if (light < DARK) return sentence(camera.hasLamp() ? "darkLamp" : "dark");
  return sentence(steep < SHARP * light ? "blurred" : "none");
}

/** @param {"sent" | "away" | "held" | "refused" | "unkept"} what @param {string} [words] */
function becameOf(what, words = "") {
  write(
    "said",
    what === "refused" || what === "held" ? `${words} ${sentence("stays")}`.trim() : sentence(what),
  );
  show();
}

async function openCamera() {
  write("trouble", "");
  lastSeen = performance.now();
  const why = await camera.open();
  if (why) return write("trouble", sentence(why));
  return showCamera();
}

function showCamera() {
  const open = camera.isOpen();
  byId("open").hidden = open;
  byId("picture").hidden = !open;
  byId("stop").hidden = !open;
  byId("lamp").hidden = !open || !camera.hasLamp();
  byId("lamp").setAttribute("aria-pressed", "false");
}

/** @param {string} id */
function toggle(id) {
  const on = byId(id).getAttribute("aria-pressed") !== "true";
  byId(id).setAttribute("aria-pressed", String(on));
  return on;
}

const hide = () => byId("reader").classList.toggle("hiding", toggle("hide"));

function listen() {
  byId("open").addEventListener("click", openCamera);
  byId("stop").addEventListener("click", () => {
    camera.close();
    showCamera();
    write("trouble", "");
    byId("open").focus();
  });
  byId("lamp").addEventListener("click", () => camera.light(toggle("lamp")).catch(() => {}));
  byId("hide").addEventListener("click", hide);
  byId("before").addEventListener("click", () => turnTo(at - 1));
  byId("next").addEventListener("click", () => turnTo(at + 1));
  byId("keep").addEventListener("click", () => {
    write("said", sentence("leaving"));
    keeper.keep(question().name);
  });
  byId("handed").addEventListener("change", (/** @type {any} */ { target }) => {
    const count = Math.min(Math.max(Math.round(Number(target.value)) || plan.handed, 1), plan.most);
    target.value = String(count);
    keeper.hand(count);
    show();
  });
  byId("grid").addEventListener("click", (/** @type {any} */ { target }) => {
    const number = Number(target.closest("button")?.dataset.number);
    if (!number) return;
    openCard(question(), reading(), number, (choice) => {
      following.enter(number, choice);
      keeper.save();
      show();
    });
  });
  byId("shut").addEventListener("click", () => byId("card").close());
}

async function begin() {
  camera = cameraOf(byId("video"), plan.eye, looked, (why) => {
    showCamera();
    write("trouble", sentence(why));
  });
  await keeper.load();
  byId("handed").value = String(keeper.handed());
  turnTo(0);
  if (plan.hidden) hide();
  listen();
  byId("reader").hidden = false;
  keeper.leave();
}

begin();
