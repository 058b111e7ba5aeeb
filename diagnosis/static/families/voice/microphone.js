/* Speaking an answer: nothing is recorded without a press, and nothing goes on when the screen changes. */

import { makeButton } from "./buttons.js";
import { loudspeaker } from "./loudspeakers.js";
import { byId, family, words } from "./page.js";
import { isSpeaking, read, stop } from "./reading.js";
import { gather } from "./sentences.js";

/** @import { Reader } from "./reading.js" */
/** @import { Item } from "./sentences.js" */

/**
 * @typedef {object} Speaker
 * @property {string} name of the question
 * @property {() => void} halt ends a recording and keeps it
 * @property {() => void} forget
 */

// Seconds, as at the recording desk.
const LONGEST = 30;
const KINDS = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];

/** Whether this device can record at all. */
export const canRecord = Boolean(
  window.isSecureContext && window.MediaRecorder && navigator.mediaDevices &&
    navigator.mediaDevices.getUserMedia &&
    KINDS.some((kind) => MediaRecorder.isTypeSupported(kind)),
);

/** @param {MediaStream} stream the light of the microphone goes out */
const release = (stream) => stream.getTracks().forEach((track) => track.stop());

/**
 * A recording as its response carries it.
 * @param {Blob} blob
 * @returns {Promise<{kind: string, content: string}>}
 */
export function encode(blob) {
  return new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => {
      const content = String(reader.result).split(",")[1];
      done({ kind: blob.type.split(";")[0], content });
    };
    reader.readAsDataURL(blob);
  });
}

/** @param {string} tag @param {object} values */
const make = (tag, values) => Object.assign(document.createElement(tag), values);

/** @param {string} name of a question that may be spoken */
function furniture(name) {
  const box = make("div", { className: "voice" });
  const note = make("p", { className: "note", textContent: words.note });
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  const start = makeButton("speak", "button");
  const end = makeButton("stop", "button");
  const replay = makeButton("replay", "button");
  const erase = makeButton("erase", "button");
  end.classList.add("strong");
  const left = document.createElement("b");
  left.setAttribute("aria-hidden", "true");
  end.append(left);
  box.append(start, end, replay, erase, told, note);
  // Before the field to write in: whoever writes with difficulty meets it first.
  (byId(name).querySelector("textarea") || byId(name).lastChild).before(box);
  return { box, note, told, start, end, replay, erase, left };
}

/**
 * The place where one question is answered by voice.
 * @param {string} name
 * @returns {Speaker}
 */
export function microphone(name) {
  const { box, note, told, start, end, replay, erase, left } = furniture(name);
  /** @type {Item & Reader} */
  const kept = { element: replay, text: "", address: "" };
  /** @type {{recorder: MediaRecorder, stream: MediaStream} | null} */
  let recording = null;
  let clock = 0;
  let attempt = 0;
  let asking = false;

  /** @param {"idle" | "recording" | "kept"} state */
  function show(state, message = "") {
    start.hidden = state !== "idle";
    end.hidden = state !== "recording";
    replay.hidden = erase.hidden = state !== "kept";
    told.textContent = message;
  }
  /** @param {HTMLButtonElement} button */
  function focusIfLost(button) {
    if (family.here() === name && !box.contains(document.activeElement)) button.focus();
  }
  async function record() {
    stop();
    attempt += 1;
    const mine = attempt;
    let stream;
    asking = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      if (mine !== attempt || family.here() !== name) return release(stream);
      const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
      const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 24000 });
      recording = { recorder, stream };
    } catch {
      if (stream) release(stream);
      return show("idle", words.refused);
    } finally {
      asking = false;
    }
    return listen(recording.recorder, mine);
  }
  /** @param {MediaRecorder} recorder @param {number} mine */
  function listen(recorder, mine) {
    let seconds = LONGEST;
    /** @type {Blob[]} */
    const pieces = [];
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    recorder.onstop = () => {
      if (mine === attempt) keep(new Blob(pieces, { type: recorder.mimeType }));
    };
    recorder.onerror = halt;
    recorder.start();
    left.textContent = String(seconds);
    clock = setInterval(() => {
      seconds -= 1;
      left.textContent = String(seconds);
      if (!seconds) halt();
    }, 1000);
    show("recording", words.recording);
    end.focus();
  }
  function halt() {
    clearInterval(clock);
    // A permission that comes too late starts nothing.
    if (asking) attempt += 1;
    if (!recording) return;
    if (recording.recorder.state !== "inactive") recording.recorder.stop();
    release(recording.stream);
    recording = null;
  }
  /** @param {Blob} blob */
  function keep(blob) {
    if (!blob.size) return show("idle", words.refused);
    family.voices[name] = blob;
    kept.address = URL.createObjectURL(blob);
    show("kept");
    return focusIfLost(replay);
  }
  function forget() {
    halt();
    attempt += 1;
    delete family.voices[name];
    if (kept.address) {
      if (isSpeaking(kept)) stop();
      URL.revokeObjectURL(kept.address);
      kept.address = "";
    }
    show("idle");
  }

  start.addEventListener("click", record);
  end.addEventListener("click", halt);
  replay.addEventListener("click", () => (isSpeaking(kept) ? stop() : read([kept], kept)));
  erase.addEventListener("click", () => {
    forget();
    focusIfLost(start);
  });
  loudspeaker(() => gather(note), (button) => note.after(button));
  show("idle");
  return { name, halt, forget };
}
