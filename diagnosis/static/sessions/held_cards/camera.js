/* The camera and the eye: pictures go from one to the other within this device, a few each second, and nowhere else. */
/** @import { Look } from "../held_cards.d.ts" */

// Milliseconds between two pictures at least: about seven a second, which leaves the page free to be touched. A slow
// device takes the next picture when it has looked at the last one: a smaller picture would read less far.
const PACE = 140;
const WIDE = { width: { ideal: 1920 }, height: { ideal: 1080 } };

/**
 * @param {HTMLVideoElement} video
 * @param {string} address of the eye
 * @param {(look: Look, width: number, height: number) => void} told
 * @param {(why: string) => void} ended the camera went away by itself, or the eye did
 */
export function cameraOf(video, address, told, ended) {
  // Opened with the page: without network it could not be fetched later.
  const eye = new Worker(address);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  let busy = false;
  let last = 0;
  /** @type {MediaStream} */
  let stream;
  /** @type {any} */
  let awake;

  eye.onerror = () => ended("eye");
  eye.onmessage = ({ data }) => {
    busy = false;
    if (stream) told(data, canvas.width, canvas.height);
  };

  function look() {
    if (!stream) return;
    requestAnimationFrame(look);
    const now = performance.now();
    if (busy || now - last < PACE || video.readyState < 2 || !video.videoWidth) return;
    busy = true;
    last = now;
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const { width, height } = canvas;
    eye.postMessage({ width, height, pixels: data.buffer }, [data.buffer]);
  }

  /** Says nothing, or why there is no camera: "refused", "absent", "taken". */
  async function open() {
    if (!navigator.mediaDevices) return "absent";
    try {
      const asked = { video: { facingMode: { ideal: "environment" }, ...WIDE }, audio: false };
      stream = await navigator.mediaDevices.getUserMedia(asked);
    } catch (error) {
      if (error.name === "NotAllowedError" || error.name === "SecurityError") return "refused";
      return error.name === "NotReadableError" || error.name === "AbortError" ? "taken" : "absent";
    }
    stream.getVideoTracks()[0].addEventListener("ended", () => {
      close();
      ended("taken");
    });
    video.srcObject = stream;
    await video.play().catch(() => {});
    busy = false;
    look();
    stayAwake();
    return "";
  }

  /* A telephone that falls asleep reads nothing. */
  async function stayAwake() {
    awake = await navigator.wakeLock?.request("screen").catch(() => {});
  }

  function close() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = undefined;
    video.srcObject = null;
    awake?.release();
  }

  /** @returns {boolean} */
  const hasLamp = () =>
    Boolean(/** @type {any} */ (stream?.getVideoTracks()[0].getCapabilities?.())?.torch);

  /** @param {boolean} on */
  const light = (on) =>
    stream.getVideoTracks()[0].applyConstraints(/** @type {any} */ ({ advanced: [{ torch: on }] }));

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && stream) stayAwake();
  });
  return { open, close, hasLamp, light, isOpen: () => Boolean(stream) };
}
