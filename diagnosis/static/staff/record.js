"use strict";
/* The recording desk: one sentence at a time, with one hand or with the keyboard. */
(() => {
  const LONGEST = 30;
  const LARGEST = 256 * 1024;
  // What every phone plays comes first.
  const KINDS = [
    "audio/mp4;codecs=mp4a.40.2",
    "audio/webm;codecs=opus",
    "audio/ogg;codecs=opus",
    "audio/mp4",
  ];
  const told = document.getElementById("told");
  const audio = new Audio();
  const find = (name) => document.querySelector(`[data-${name}]`);
  const kind = window.MediaRecorder && navigator.mediaDevices &&
    KINDS.find((item) => MediaRecorder.isTypeSupported(item));
  let recording = null;
  let busy = false;

  const tell = (text) => {
    if (told) told.textContent = text;
  };

  function prepare() {
    if (!find("record")) return;
    if (!kind) return tell(told.dataset.unsafe);
    find("record").hidden = false;
    find("keys").hidden = false;
    return undefined;
  }

  async function start() {
    if (busy) return;
    busy = true;
    tell("");
    audio.pause();
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      record(stream);
    } catch {
      tell(told.dataset.refused);
    }
    busy = false;
  }

  function record(stream) {
    const recorder = new MediaRecorder(stream, { mimeType: kind, audioBitsPerSecond: 32000 });
    const pieces = [];
    const began = performance.now();
    const level = listen(stream);
    const clock = setInterval(() => {
      const seconds = (performance.now() - began) / 1000;
      find("time").textContent = `${Math.floor(seconds)}\u202fs`;
      find("level").value = level.read();
      if (seconds >= LONGEST) stop();
    }, 100);
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    recorder.onstop = () => {
      clearInterval(clock);
      level.close();
      if (recording && recording.kept) send(new Blob(pieces, { type: kind.split(";")[0] }));
      recording = null;
    };
    recorder.start();
    recording = { recorder, stream, kept: true };
    dress(true);
  }

  /* How loud it is, so that a dead microphone is seen at once. */
  function listen(stream) {
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    const waves = new Uint8Array(analyser.fftSize);
    context.createMediaStreamSource(stream).connect(analyser);
    return {
      read() {
        analyser.getByteTimeDomainData(waves);
        return Math.min(1, Math.max(...waves.map((wave) => Math.abs(wave - 128))) / 90);
      },
      close: () => context.close(),
    };
  }

  function stop(kept = true) {
    if (!recording) return;
    recording.kept = kept;
    if (recording.recorder.state !== "inactive") recording.recorder.stop();
    recording.stream.getTracks().forEach((track) => track.stop());
    dress(false);
  }

  function dress(on) {
    const button = find("record");
    document.getElementById("studio").classList.toggle("recording", on);
    button.lastElementChild.textContent = on ? button.dataset.busy : button.dataset.rest;
  }

  const toggle = () => (recording ? stop() : start());

  async function send(sound) {
    const form = document.getElementById("sound-form");
    if (sound.size > LARGEST) return tell(told.dataset.heavy);
    busy = true;
    tell(told.dataset.sending);
    try {
      const headers = {
        Accept: "application/json",
        "Content-Type": sound.type || "application/octet-stream",
        "X-CSRFToken": form.elements.csrf_token.value,
      };
      const answer = await fetch(form.action, { method: "POST", body: sound, headers });
      // Somebody else recorded it meanwhile: theirs is shown, to be heard first.
      if (answer.ok || answer.status === 409) await show(location.href, false);
      tell((await answer.json()).message);
    } catch {
      tell(told.dataset.offline);
    }
    busy = false;
  }

  /* The next sentence comes without leaving the page: some phones ask for the microphone on each. */
  async function show(address, moved) {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    const studio = found.getElementById("studio");
    if (!studio) return location.assign(address);
    document.getElementById("studio").replaceWith(studio);
    document.title = found.title;
    if (moved) history.replaceState(null, "", address);
    prepare();
    return (moved ? studio.querySelector("h1") : find("record")).focus({ preventScroll: !moved });
  }

  async function step(link) {
    stop(false);
    tell("");
    await show(link.href, true).catch(() => location.assign(link.href));
    scrollTo(0, 0);
  }

  function play(link) {
    const same = link.classList.contains("playing");
    audio.pause();
    if (same) return;
    const end = () => link.classList.remove("playing");
    Object.assign(audio, { src: link.href, onended: end, onpause: end, onerror: end });
    link.classList.add("playing");
    audio.play().catch(end);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-play], [data-step]");
    if (event.target.closest("[data-record]")) toggle();
    if (!link) return;
    event.preventDefault();
    if (link.matches("[data-play]")) play(link);
    else step(link);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "sound-form") return;
    event.preventDefault();
    send(event.target.elements.sound.files[0]);
  });
  document.addEventListener("keydown", (event) => {
    if (!find("record") || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const target = event.target.closest("input, textarea, select, button, a, summary, audio");
    if (event.key === " " && kind && !target) {
      event.preventDefault();
      toggle();
    }
    const next = document.querySelector("[data-step][rel=next]");
    if (event.key === "ArrowRight" && next && !event.target.closest("input, audio")) step(next);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) stop(false);
  });
  addEventListener("pagehide", () => stop(false));
  prepare();
})();
