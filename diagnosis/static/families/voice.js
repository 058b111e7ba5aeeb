"use strict";
/* Hearing and speaking on family pages. Loaded only where something can sound or be recorded. */
(async function begin() {
  const page = document.documentElement.lang;
  const words = await fetch(`/words/${page}/voice.json`).then((answer) =>
    answer.ok && answer.json()
  ).catch(() => false);
  // Without network the buttons have no words yet.
  if (!words) return addEventListener("online", begin, { once: true });

  const family = window.family || { voices: {}, here: () => "" };
  const plan = family.plan || { questions: [] };
  const addresses = plan.voices || {};
  const speech = window.speechSynthesis;
  const audio = new Audio();
  const byId = (id) => document.getElementById(id);

  /* Sentences: an element of the page, and the address of its recording if there is one. */

  const part = (element, path) => ({ element, address: addresses[path] });

  function text(element) {
    const copy = element.cloneNode(true);
    for (const other of copy.querySelectorAll(".source, button, svg, .card b")) other.remove();
    return copy.textContent.replace(/[ \n\t\r]+/g, " ").trim();
  }

  function heading(screen) {
    const titles = screen.id === "welcome"
      ? document.querySelectorAll("h1")
      : screen.querySelectorAll("h2");
    const title = [...titles].find((item) => !item.hidden);
    const hint = screen.querySelector(".hint, h2 ~ p:not(.error)");
    const found = title ? [part(title, title.id === "kept" ? "thanks/kept" : screen.id)] : [];
    return hint ? [...found, part(hint, `${screen.id}/hint`)] : found;
  }

  const sentences = (screen) =>
    [...screen.querySelectorAll(".notice p")].map((item, index) => part(item, `welcome/${index}`));
  const choice = (card) =>
    part(card, `${card.querySelector("input").name}/${card.querySelector("input").value}`);
  const cards = (screen) => [...screen.querySelectorAll(".card:not([hidden])")].map(choice);
  const notes = (screen) =>
    [...screen.querySelectorAll(".voice .note")].map((item) => part(item, "voice"));
  const whole = (
    screen,
  ) => [...heading(screen), ...sentences(screen), ...cards(screen), ...notes(screen)];

  /* What can sound: a recording that has not failed, else a voice of the device itself. */

  const PREFERRED = { pt: "pt-PT", "zh-Hans": "zh-CN" };
  const broken = new Set();
  const voices = new Map();

  function deviceVoice(element) {
    const tag = element.closest("[lang]").lang;
    // A French voice reading to someone who asked for Soninke would pass for Soninke.
    if (!speech || plan.oral && tag === page) return undefined;
    if (!voices.has(tag)) voices.set(tag, choose(tag));
    return voices.get(tag);
  }
  function choose(tag) {
    const first = (code) => code.split(/[-_]/)[0].toLowerCase();
    // A voice that is not of the device would send what families read to a third party.
    const fit = speech.getVoices().filter((voice) =>
      voice.localService && first(voice.lang) === first(tag) && !/[-_](HK|MO)$/i.test(voice.lang)
    );
    return fit.find((voice) => voice.lang.replace("_", "-") === PREFERRED[tag]) || fit[0];
  }
  const isRecorded = (item) => item.address && !broken.has(item.address);
  const canSound = (item) => Boolean(isRecorded(item) || !item.own && deviceVoice(item.element));

  /* Reading aloud: one thing at a time, and a way to stop it at every moment. */

  let turn = 0;
  let speaking = null;
  let all = false;
  let done = () => {};
  let utterance; // kept here: some browsers forget one that nothing refers to, and never end it

  async function read(items, control) {
    stop();
    const mine = turn;
    speaking = control;
    dress(control);
    for (const item of items.filter(canSound)) {
      if (mine !== turn) return;
      item.element.classList.add("saying");
      follow(item.element);
      await sound(item);
      item.element.classList.remove("saying");
    }
    if (mine === turn) stop();
  }

  function stop() {
    turn += 1;
    audio.pause();
    if (speech) speech.cancel();
    done();
    const before = speaking;
    speaking = null;
    dress(before);
  }

  function sound(item) {
    return new Promise((resolve) => {
      done = resolve;
      if (isRecorded(item)) play(item);
      else speak(item);
    });
  }

  function play(item) {
    const mine = turn;
    let failed = false;
    const fail = (error) => {
      if (failed || mine !== turn) return;
      failed = true;
      if (error && error.name === "NotAllowedError") return done();
      broken.add(item.address);
      speak(item);
      furnish();
    };
    audio.onended = () => done();
    audio.onerror = fail;
    audio.src = item.address;
    audio.play().catch(fail);
  }

  function speak(item) {
    const voice = item.own ? undefined : deviceVoice(item.element);
    if (!voice) return done();
    utterance = new SpeechSynthesisUtterance(text(item.element));
    Object.assign(utterance, { voice, lang: voice.lang, rate: 0.9, onend: done, onerror: done });
    return speech.speak(utterance);
  }

  function follow(element) {
    const { top, bottom } = element.getBoundingClientRect();
    if (top < 0 || bottom > innerHeight - 100) element.scrollIntoView({ block: "center" });
  }

  /* Loudspeakers: made where they serve, hidden where they no longer do. */

  const ICONS = {
    listen: "M4 9v6h4l5 4V5L8 9zM16.5 9a4 4 0 0 1 0 6M19 6a8 8 0 0 1 0 12",
    stop: "M6 6h12v12H6z",
    speak: "M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM6 11a6 6 0 0 0 12 0M12 17v4",
    replay: "M7 5l12 7-12 7z",
    erase: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  };
  const controls = [];
  const titles = {};

  function icon(name) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    const path = document.createElementNS(space, "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", ICONS[name]);
    if (name === "stop") path.setAttribute("fill", "currentColor");
    svg.append(path);
    return svg;
  }

  function makeButton(name, kind) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = kind;
    button.append(icon(name), ...(kind === "say" ? [] : [words[name]]));
    return button;
  }

  /* `items` gives what to read at the moment of the press. */
  function loudspeaker(items, place, title) {
    const control = { items, place, title };
    controls.push(control);
    return control;
  }

  function furnish() {
    voices.clear();
    for (const control of controls) {
      const can = control.items().some(canSound);
      if (can && !control.button) build(control);
      if (control.button) control.button.hidden = !can;
    }
    if (toggle) {
      toggle.hidden = !controls.some((control) =>
        control.title && control.button && !control.button.hidden
      );
    }
  }

  function build(control) {
    control.button = makeButton("listen", "say");
    control.button.addEventListener("click", (event) => {
      // A loudspeaker inside a card must never tick it.
      event.preventDefault();
      if (speaking === control) stop();
      else read(all && control.title ? whole(control.title) : control.items(), control);
    });
    control.place(control.button);
    dress(control);
  }

  function dress(control) {
    if (!control || !control.button) return;
    const name = control === speaking ? "stop" : "listen";
    control.button.replaceChildren(icon(name));
    const [first] = control.items();
    control.button.setAttribute(
      "aria-label",
      control === speaking ? words.stop : `${words.listen}\u00a0: ${text(first.element)}`,
    );
  }

  function placeInCard(card) {
    return (button) => {
      // The name of the box to tick stays its own words.
      card.querySelector("input").setAttribute("aria-label", text(card));
      card.append(button);
    };
  }

  function settle(screen) {
    for (const item of sentences(screen)) {
      loudspeaker(() => [item], (button) => item.element.after(button));
    }
    for (const card of screen.querySelectorAll(".card")) {
      loudspeaker(() => [choice(card)], placeInCard(card));
    }
    const last = [...screen.querySelectorAll("legend, h2")].filter((item) =>
      !item.closest("legend") || item.matches("legend")
    ).pop();
    if (!last || screen.id === "welcome") return;
    const place = (button) => {
      last.after(button);
      screen.classList.add("heard");
    };
    titles[screen.id] = loudspeaker(() => heading(screen), place, screen);
  }

  const welcome = byId("welcome");
  const notice = welcome && welcome.querySelector(".notice");
  const toggle = notice && makeButton("listen", "button");
  if (toggle) {
    toggle.lastChild.textContent = words.readAll;
    toggle.setAttribute("aria-pressed", "false");
    toggle.hidden = true;
    notice.before(toggle);
    toggle.addEventListener("click", () => {
      all = !all;
      toggle.setAttribute("aria-pressed", String(all));
      if (all) read(whole(welcome), null);
      else stop();
    });
  }
  for (const element of document.querySelectorAll("[data-voice]")) {
    const place = (button) => element[element.matches("a, button") ? "after" : "append"](button);
    loudspeaker(() => [{ element, address: element.dataset.voice }], place);
  }

  /* Speaking: nothing is recorded without a press, and nothing goes on when the screen changes. */

  const LONGEST = 30;
  const KINDS = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
  const speakers = [];

  family.read = (blob) =>
    new Promise((done) => {
      const reader = new FileReader();
      reader.onload = () =>
        done({ kind: blob.type.split(";")[0], content: reader.result.split(",")[1] });
      reader.readAsDataURL(blob);
    });

  function microphone(name) {
    const box = document.createElement("div");
    box.className = "voice";
    const note = document.createElement("p");
    note.className = "note";
    note.textContent = words.note;
    const told = document.createElement("p");
    told.setAttribute("role", "status");
    const [start, end, replay, erase] = ["speak", "stop", "replay", "erase"].map((kind) =>
      makeButton(kind, "button")
    );
    end.classList.add("strong");
    const left = document.createElement("b");
    left.setAttribute("aria-hidden", "true");
    end.append(left);
    box.append(start, end, replay, erase, told, note);
    // Before the field to write in: whoever writes with difficulty meets it first.
    (byId(name).querySelector("textarea") || byId(name).lastChild).before(box);
    const kept = { element: replay, own: true };
    let recorder = null;
    let clock = 0;
    let attempt = 0;
    let asking = false;

    function show(state, message = "") {
      start.hidden = state !== "idle";
      end.hidden = state !== "recording";
      replay.hidden = erase.hidden = state !== "kept";
      told.textContent = message;
    }
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
        recorder = new MediaRecorder(stream, {
          mimeType: KINDS.find((kind) => MediaRecorder.isTypeSupported(kind)),
          audioBitsPerSecond: 24000,
        });
      } catch {
        if (stream) release(stream);
        return show("idle", words.refused);
      } finally {
        asking = false;
      }
      return listen(recorder, stream, mine);
    }
    function listen(current, stream, mine) {
      let seconds = LONGEST;
      const pieces = [];
      current.ondataavailable = ({ data }) => pieces.push(data);
      current.onstop = () => {
        if (mine === attempt) keep(new Blob(pieces, { type: current.mimeType }));
      };
      current.onerror = halt;
      current.start();
      left.textContent = seconds;
      clock = setInterval(() => {
        seconds -= 1;
        left.textContent = seconds;
        if (!seconds) halt();
      }, 1000);
      current.release = () => release(stream);
      show("recording", words.recording);
      end.focus();
    }
    function halt() {
      clearInterval(clock);
      // A permission that comes too late starts nothing.
      if (asking) attempt += 1;
      if (!recorder) return;
      if (recorder.state !== "inactive") recorder.stop();
      recorder.release();
      recorder = null;
    }
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
        if (speaking === kept) stop();
        URL.revokeObjectURL(kept.address);
        kept.address = "";
      }
      show("idle");
    }

    start.addEventListener("click", record);
    end.addEventListener("click", halt);
    replay.addEventListener("click", () => (speaking === kept ? stop() : read([kept], kept)));
    erase.addEventListener("click", () => {
      forget();
      focusIfLost(start);
    });
    loudspeaker(() => [part(note, "voice")], (button) => note.after(button));
    show("idle");
    return { name, halt, forget };
  }

  const release = (stream) => stream.getTracks().forEach((track) => track.stop());
  const canRecord = window.isSecureContext && window.MediaRecorder && navigator.mediaDevices &&
    navigator.mediaDevices.getUserMedia &&
    KINDS.some((kind) => MediaRecorder.isTypeSupported(kind));

  function hush() {
    stop();
    for (const speaker of speakers) speaker.halt();
  }
  function forgetAll() {
    stop();
    for (const speaker of speakers) speaker.forget();
  }

  for (const screen of document.querySelectorAll(".screen")) settle(screen);
  if (canRecord) {
    for (const { name, voice } of plan.questions) if (voice) speakers.push(microphone(name));
  }
  furnish();

  document.addEventListener("screen", ({ detail }) => {
    hush();
    const screen = byId(detail);
    if (titles[detail]) dress(titles[detail]);
    if (all && screen) read(whole(screen), titles[detail] || null);
  });
  document.addEventListener("forget", forgetAll);
  // « Je passe » on a spoken question takes the voice back too.
  document.addEventListener("click", ({ target }) => {
    if (target.closest("#skip")) {
      speakers.filter(({ name }) => name === family.here()).forEach((speaker) => speaker.forget());
    }
  }, true);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hush();
  });
  addEventListener("pagehide", forgetAll);
  addEventListener("online", () => {
    broken.clear();
    furnish();
  });
  if (speech) speech.addEventListener("voiceschanged", furnish);
  return undefined;
})();
