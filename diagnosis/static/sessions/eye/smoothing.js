/* A picture without its grain: the noise of a dark room is half of all the outlines that would be followed. */

/**
 * Each pixel with its eight neighbours, weighed 1 2 1 both ways.
 * @param {Uint8Array} from @param {Uint8Array} to @param {Uint16Array} between
 * @param {number} width @param {number} height
 */
export function smooth(from, to, between, width, height) {
  const size = width * height;
  for (let start = 0; start < size; start += width) {
    const end = start + width - 1;
    between[start] = 4 * from[start];
    between[end] = 4 * from[end];
    for (let at = start + 1; at < end; at++) {
      between[at] = from[at - 1] + 2 * from[at] + from[at + 1];
    }
  }
  for (let at = 0; at < width; at++) {
    to[at] = between[at] >> 2;
    to[size - 1 - at] = between[size - 1 - at] >> 2;
  }
  for (let at = width; at < size - width; at++) {
    to[at] = (between[at - width] + 2 * between[at] + between[at + width]) >> 4;
  }
}
