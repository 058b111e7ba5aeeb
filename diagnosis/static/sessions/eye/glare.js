/* A marker in the light of a lamp: what is black there is lighter than what is white elsewhere, so each part is cut at
   the middle of its own lights and darks (Bernsen, 1986). Of 400 cards of hard pictures, ten are read by this alone. */

// Pixels around each one in which its lights and darks are looked for: a cell and a half of eight.
const REACH = 9;
// A part with less contrast than this share of the whole marker's is of one colour: it is cut as the whole is.
const FLAT = 0.4;

/**
 * @param {Uint8Array} from @param {Uint8Array} to
 * @param {number} side of the square
 * @param {number} step from a pixel to the next one of its line @param {number} line to the next line
 * @param {(one: number, other: number) => number} choose
 */
function spread(from, to, side, step, line, choose) {
  for (let start = 0; start < side; start++) {
    for (let at = 0; at < side; at++) {
      let chosen = from[start * line + at * step];
      const last = Math.min(side - 1, at + REACH);
      for (let near = Math.max(0, at - REACH); near <= last; near++) {
        chosen = choose(chosen, from[start * line + near * step]);
      }
      to[start * line + at * step] = chosen;
    }
  }
}

/**
 * Cuts a square into black and white, part by part.
 * @param {Uint8Array} square grey
 * @param {Uint8Array} cut what comes out: 0 or 255
 * @param {number} side
 * @param {number} whole where the whole is cut
 */
export function cutByParts(square, cut, side, whole) {
  const between = new Uint8Array(square.length);
  const dark = new Uint8Array(square.length);
  const light = new Uint8Array(square.length);
  spread(square, between, side, 1, side, Math.min);
  spread(between, dark, side, side, 1, Math.min);
  spread(square, between, side, 1, side, Math.max);
  spread(between, light, side, side, 1, Math.max);
  const flat = FLAT * (Math.max(...square) - Math.min(...square));
  for (let at = 0; at < square.length; at++) {
    const middle = light[at] - dark[at] < flat ? whole : (light[at] + dark[at]) / 2;
    cut[at] = square[at] > middle ? 255 : 0;
  }
}
