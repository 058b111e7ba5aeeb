"use strict";
/* A wish said aloud: nothing is recorded without a press, half a minute at most; the card carries it. */
(() => {
  // Seconds, as for a spoken answer.
  const LONGEST = 30;
  const KINDS = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
  /** @param {string} id @returns {any} */
  const byId = (id) => document.getElementById(id);
  const form = byId("ballot");
  const kind = window.MediaRecorder && KINDS.find((one) => MediaRecorder.isTypeSupported(one));
  if (!kind || !window.isSecureContext || !navigator.mediaDevices) return;
  byId("speak").hidden = false;
  /** @type {MediaRecorder | null} */
  let recorder = null;
  let clock = 0;

  /** @param {"idle" | "recording" | "kept"} state @param {string} [message] */
  function show(state, message = "") {
    byId("record").hidden = state !== "idle";
    byId("stop").hidden = state !== "recording";
    byId("unsay").hidden = byId("replay").hidden = state !== "kept";
    byId("told").textContent = message;
  }
  function halt() {
    clearInterval(clock);
    if (recorder && recorder.state !== "inactive") recorder.stop();
  }
  function forget() {
    halt();
    form.voice = null;
    byId("replay").removeAttribute("src");
    show("idle");
  }
  /** @param {Blob} blob */
  function keep(blob) {
    if (!blob.size) return show("idle", byId("told").dataset.refused);
    const reader = new FileReader();
    reader.onload = () => {
      const address = String(reader.result);
      form.voice = { kind: blob.type.split(";")[0], content: address.split(",")[1] };
      byId("replay").src = URL.createObjectURL(blob);
      show("kept");
      byId("replay").focus();
    };
    return reader.readAsDataURL(blob);
  }
  async function record() {
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 24000 });
    } catch {
      if (stream) stream.getTracks().forEach((track) => track.stop());
      return show("idle", byId("told").dataset.refused);
    }
    /** @type {Blob[]} */
    const pieces = [];
    const { mimeType } = recorder;
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    recorder.onstop = () => {
      // The light of the microphone goes out.
      stream.getTracks().forEach((track) => track.stop());
      keep(new Blob(pieces, { type: mimeType }));
    };
    recorder.start();
    let seconds = LONGEST;
    byId("left").textContent = String(seconds);
    clock = setInterval(() => {
      seconds -= 1;
      byId("left").textContent = String(seconds);
      if (!seconds) halt();
    }, 1000);
    show("recording", byId("told").dataset.recording);
    return byId("stop").focus();
  }
  byId("record").addEventListener("click", record);
  byId("stop").addEventListener("click", halt);
  byId("unsay").addEventListener("click", forget);
  form.addEventListener("reset", forget);
  addEventListener("pagehide", halt);
})();
