"use strict";
/* The eye: a worker that finds cards in one picture of a camera and forgets it. It was served with a policy that lets
   it load and send nothing. Made of the parts of js-aruco2, which comes before it in the same file. */
/** @import { Corner, Frame, Look, Seen } from "./held_cards.d.ts" */
import { cutByParts } from "./eye/glare.js";
import { smooth } from "./eye/smoothing.js";

// Bits that may be misread, fewer than this: codes differ by 12. All below was measured: tests/benchmarks/cards.py.
const WRONG_BITS = 4;
// Around each pixel, how far its neighbours are looked at, and how much darker than them an outline is.
const AROUND = 4;
const DARKER = 7;
// Of an outline: its least length, as a share of the picture's width; how far it may bend, as a share of its length;
// the shortest side of a card, in pixels; how far apart two outlines of one edge may lie (the edge of the paper is
// nearly as close to a small marker's, and must not stand for it).
const LEAST = 0.01;
const BEND = 0.05;
const SHORTEST = 10;
const NEAR = 3;
// Pixels to which a marker is brought: six for each of its eight cells, and one.
const SIDE = 49;
// Degrees beyond which nobody can say which side is up.
const MOST_TILT = 32;

const detector = new AR.Detector({
  dictionaryName: "ARUCO_MIP_36h12",
  maxHammingDistance: WRONG_BITS,
});
const square = new CV.Image(SIDE, SIDE, new Uint8Array(SIDE * SIDE));
const cut = new CV.Image(SIDE, SIDE, new Uint8Array(SIDE * SIDE));
const grey = new CV.Image();
const even = new CV.Image();
const outlined = new CV.Image();
/** @type {Int32Array} */
let binary;
/** @type {Uint16Array} */
let between;

/* The library turns its list of corners the wrong way where a code was found after one or three quarter turns (the
   js-aruco that it comes from has `4 - turns` there): half of the sides would be upside down. */
/** @type {(corners: Corner[], turns: number) => Corner[]} */
const turnedBack = (corners, turns) => corners.map((_corner, at) => corners[(at + 4 - turns) % 4]);
AR.Detector.prototype.rotate2 = turnedBack;

/* The library writes into plain lists; into lists of numbers of one kind it is faster by half. */
/** @param {number} width @param {number} height */
function prepare(width, height) {
  if (grey.width === width && grey.height === height) return;
  for (const image of [grey, even, outlined]) {
    Object.assign(image, { width, height, data: new Uint8Array(width * height) });
  }
  binary = new Int32Array((width + 2) * (height + 2));
  between = new Uint16Array(width * height);
}

/* Every outline with four corners, as the library's own `detect` finds them, on a picture without its grain. */
function candidates() {
  smooth(grey.data, even.data, between, grey.width, grey.height);
  CV.adaptiveThreshold(even, outlined, AROUND, DARKER);
  const outlines = CV.findContours(outlined, binary);
  const found = detector.findCandidates(outlines, grey.width * LEAST, BEND, SHORTEST);
  return detector.notTooNear(detector.clockwiseCorners(found), NEAR);
}

/** @param {Corner[]} corners */
function markerIn(corners) {
  CV.warp(grey, square, corners, SIDE);
  const whole = CV.otsu(square);
  CV.threshold(square, cut, whole);
  const found = detector.getMarker(cut, corners);
  if (found) return found;
  cutByParts(square.data, cut.data, SIDE, whole);
  return detector.getMarker(cut, corners);
}

/** @param {Corner[]} points */
function middle(...points) {
  const sum = points.reduce((one, { x, y }) => ({ x: one.x + x, y: one.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

/* Which side is up, from 0 (the top as printed) clockwise; null when none clearly is. */
/** @param {Corner[]} corners */
function sideUp([one, two, three, four]) {
  const top = middle(one, two);
  const bottom = middle(three, four);
  const turned = Math.atan2(top.x - bottom.x, bottom.y - top.y) * 180 / Math.PI;
  const quarter = Math.round(turned / 90);
  return Math.abs(turned - quarter * 90) > MOST_TILT ? null : (4 - quarter) % 4;
}

function cards() {
  /** @type {Seen[]} */
  const found = [];
  for (const outline of candidates()) {
    const marker = markerIn(outline);
    if (!marker) continue;
    const number = marker.id + 1;
    const [one, , three] = marker.corners;
    const { x, y } = middle(...marker.corners);
    const wide = Math.hypot(three.x - one.x, three.y - one.y);
    // The two edges of one thick line are one card.
    const same = (/** @type {Seen} */ other) =>
      other.number === number && Math.hypot(other.x - x, other.y - y) < wide / 2;
    if (!found.some(same)) found.push({ number, side: sideUp(marker.corners), x, y, wide });
  }
  return found;
}

/* How light a picture is (0 to 255), and how steep its steepest thousandth of steps from one pixel to the next but one:
   on a sharp picture of anything, some are steep. Every seventh pixel tells; from the end of a line to the next one is
   no step. */
function light() {
  const { data, width } = even;
  const steps = new Uint32Array(256);
  let sum = 0;
  let count = 0;
  for (let at = 0; at + 2 < data.length; at += 7) {
    if (at % width >= width - 2) continue;
    sum += data[at];
    steps[Math.abs(data[at + 2] - data[at])]++;
    count++;
  }
  let steep = 255;
  for (let above = 0; steep && above + steps[steep] < count / 1000; steep--) above += steps[steep];
  return { light: sum / count, steep };
}

onmessage = ({ data }) => {
  /** @type {Frame} */
  const { width, height, pixels } = data;
  const began = performance.now();
  prepare(width, height);
  CV.grayscale({ width, height, data: new Uint8ClampedArray(pixels) }, grey);
  /** @type {Look} */
  const look = { seen: cards(), ...light(), ms: performance.now() - began };
  postMessage(look);
};
