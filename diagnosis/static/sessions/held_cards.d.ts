/* What the scripts that read cards share, for who checks their types (`deno check`). */

export type Frame = { width: number; height: number; pixels: ArrayBuffer };
/** A card in a picture: where its middle is and how wide it is, in pixels; `side` is up. */
export type Seen = { number: number; side: number | null; x: number; y: number; wide: number };
export type Look = { seen: Seen[]; light: number; steep: number; ms: number };

export type Choice = { name: string; label: string; picture: string };
export type Question = {
  name: string;
  label: string;
  /** The language of the label, and its direction. */
  tag: string;
  direction: string;
  choices: Choice[];
  /** Numbers that the server has, whoever read them. */
  kept: number[];
};
/** What was read of a question; `sent` is what the server has of it from this device. */
export type Reading = {
  cards: Record<string, { choice: string; hand?: boolean }>;
  sent: Record<string, string>;
  twice: number[];
  leaving?: boolean;
};
export type Notes = { twice: number[]; over: number[]; tilted: number[]; blank: number[] };
export type Plan = {
  code: string;
  campaign: string;
  seal: { number: number; public: string };
  to: string;
  token: string;
  handed: number;
  most: number;
  eye: string;
  /** Whether the room does not see results yet. */
  hidden: boolean;
  shapes: string[];
  questions: Question[];
};

export type Corner = { x: number; y: number };
type Image = { width: number; height: number; data: Uint8Array };
type Outline = Corner[];
type Marker = { id: number; corners: Corner[] };

/* js-aruco2 (third_parties/js-aruco2), as far as it is used here. */
type Detector = {
  findCandidates(outlines: Outline[], least: number, bend: number, shortest: number): Corner[][];
  clockwiseCorners(candidates: Corner[][]): Corner[][];
  notTooNear(candidates: Corner[][], near: number): Corner[][];
  getMarker(cut: Image, candidate: Corner[]): Marker | null;
};

declare global {
  var AR: {
    Detector: {
      prototype: { rotate2(corners: Corner[], turns: number): Corner[] };
      new (settings: { dictionaryName: string; maxHammingDistance: number }): Detector;
    };
  };
  var CV: {
    Image: new (width?: number, height?: number, data?: Uint8Array) => Image;
    grayscale(from: { width: number; height: number; data: Uint8ClampedArray }, to: Image): Image;
    adaptiveThreshold(from: Image, to: Image, around: number, darker: number): Image;
    findContours(from: Image, binary: Int32Array): Outline[];
    warp(from: Image, to: Image, corners: Corner[], side: number): Image;
    otsu(from: Image): number;
    threshold(from: Image, to: Image, at: number): Image;
  };
}
