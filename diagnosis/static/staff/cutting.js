"use strict";
/* Cuts a reading at its silences, while it is read: one piece a sentence. Levels are in dB below full scale. */
window.cutting = (() => {
  const FRAME = 0.02; // seconds
  const FLOOR = -75; // dB: quieter than any room; a silent device gives none at all
  const QUIETEST = -50; // dB: what a voice is at least, however quiet the room
  const ABOVE = 12; // dB over the room where a voice begins
  const STILL = 7; // dB over the room where it goes on: words fade
  const ONSET = 3; // frames above, for a click is no voice
  const SHORTEST = 0.12; // seconds of voice
  const PAUSE = 0.6; // seconds of silence that end a sentence
  const PATIENCE = 1.4; // the same, while less was said than the sentence is long
  const ENOUGH = 0.5; // share of its expected length that a sentence may be
  const LETTER = 0.055; // seconds a letter is read in, at least
  const BEFORE = 0.2; // seconds kept before the voice
  const AFTER = 0.25; // and after it
  const MEMORY = 6; // seconds that the room is measured over

  /* Loudness of a frame. */
  function levelOf(frame) {
    let sum = 0;
    for (const value of frame) sum += value * value;
    return Math.max(FLOOR, 10 * Math.log10(sum / frame.length || 1e-12));
  }

  /* How long a sentence lasts at least, by its letters. */
  const expected = (text) => Math.max(0.2, text.length * LETTER * ENOUGH);

  /* `piece` is called with the first and last frame of each sentence, counted from the start. */
  function cutter(textAt, piece) {
    let count = 0;
    let start = -1;
    let last = -1;
    let voiced = 0;
    let loud = 0;
    const minima = [];
    const recent = [];

    /* The quietest that the room was in the last seconds, smoothed so that one odd frame is none. */
    function room(level) {
      recent.push(level);
      if (recent.length > 5) recent.shift();
      const smooth = recent.reduce((sum, item) => sum + item, 0) / recent.length;
      const second = Math.floor(count * FRAME);
      if (minima.length && minima[minima.length - 1].second === second) {
        const now = minima[minima.length - 1];
        now.level = Math.min(now.level, smooth);
      } else minima.push({ second, level: smooth });
      while (minima.length > MEMORY) minima.shift();
      return Math.min(...minima.map((item) => item.level));
    }

    function begin() {
      start = count - loud + 1;
      voiced = loud;
    }

    function end() {
      const long = voiced * FRAME >= SHORTEST;
      const from = Math.max(0, start - Math.round(BEFORE / FRAME));
      if (long) piece(from, last + Math.round(AFTER / FRAME));
      start = -1;
      loud = 0;
    }

    /* One more frame; gives its level. */
    function hear(level) {
      const quiet = room(level);
      const speaks = level > Math.max(quiet + ABOVE, QUIETEST);
      loud = speaks ? loud + 1 : 0;
      if (start < 0 && loud >= ONSET) begin();
      else if (start >= 0) {
        if (level > Math.max(quiet + STILL, QUIETEST - 5)) {
          last = count;
          voiced += 1;
        }
        const said = (last - start) * FRAME;
        const silence = (count - last) * FRAME;
        if (silence >= (said < expected(textAt()) ? PATIENCE : PAUSE)) end();
      }
      if (start >= 0 && last < start) last = count;
      count += 1;
    }

    /* What was being said when the microphone closed. */
    function finish() {
      if (start >= 0) end();
    }
    return { hear, finish };
  }

  /* Where the longest silence inside a piece is: its middle, in samples; -1 where there is none. */
  function deepest(piece, rate) {
    const size = Math.round(rate * FRAME);
    const levels = Array.from(
      { length: Math.floor(piece.length / size) },
      (_, at) => levelOf(piece.subarray(at * size, (at + 1) * size)),
    );
    const edge = Math.round(0.3 / FRAME);
    const inside = levels.slice(edge, levels.length - edge);
    if (!inside.length) return -1;
    const sorted = [...inside].sort((one, other) => one - other);
    const limit = sorted[Math.floor(sorted.length / 10)] + STILL;
    let best = 0;
    let middle = -1;
    let run = 0;
    inside.forEach((level, place) => {
      run = level <= limit ? run + 1 : 0;
      if (run > best) {
        best = run;
        middle = place - Math.floor(run / 2);
      }
    });
    return middle < 0 ? -1 : (middle + edge) * size;
  }

  return { cutter, deepest, levelOf, FRAME };
})();
