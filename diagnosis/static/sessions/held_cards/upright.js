/* Whether the telephone lies on its side while its picture does not follow (its rotation is locked): each side
   would be misread. Gravity says it, where the device tells it unasked; the page says it in words too. */

// Metres a second, squared: of 9.8, what must pull within the screen before anything is concluded.
const PULL = 6;
let sideways = false;

addEventListener(
  "devicemotion",
  (/** @type {DeviceMotionEvent} */ { accelerationIncludingGravity: pull }) => {
    if (!pull || pull.x === null) return;
    // Axes are those of the device; the screen is turned by a right angle or two against it.
    const turned = (screen.orientation?.angle || 0) % 180 !== 0;
    const [across, along] = turned ? [pull.y, pull.x] : [pull.x, pull.y];
    sideways = Math.abs(across) > PULL && Math.abs(across) > 2 * Math.abs(along);
  },
);

export const lies = () => sideways;
