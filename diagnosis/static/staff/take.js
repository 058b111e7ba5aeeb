"use strict";
/* One take: a sheet read in one go, cut at silences, heard sentence by sentence, then sent. */
(() => {
  const { cutter, deepest, levelOf, FRAME } = window.cutting;
  const { can, joined, post, sourceOf, written } = window.pieces;
  const LONGEST = 30; // seconds of a piece
  const AT_ONCE = 4; // pieces that are written at the same time
  const find = (id) => document.getElementById(id);
  const told = find("told");

  /* The sentences of the sheet, each with its piece: waves, and whether they were heard. */
  const lines = [...document.querySelectorAll("#lines li")].map((item) => ({
    item,
    words: item.querySelector(".line-words"),
    french: item.querySelector("small"),
    piece: null,
    heard: false,
    sent: false,
  }));
  let context = null;
  let session = null;
  let playing = null;
  let sending = false;

  const tell = (name) => {
    told.textContent = name ? told.dataset[name] : "";
  };
  const open = () => lines.filter((line) => !line.sent);
  const firstEmpty = () => open().findIndex((line) => !line.piece);

  async function begin(only = null) {
    if (session) return;
    stopPlaying();
    tell("quiet");
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      context = context || new AudioContext();
      await context.resume();
      await context.audioWorklet.addModule(find("take").dataset.worklet);
    } catch {
      if (stream) stream.getTracks().forEach((track) => track.stop());
      return tell("refused");
    }
    read(stream, only);
  }

  function read(stream, only) {
    const frames = [];
    const place = only ? open().indexOf(only) : firstEmpty();
    const source = context.createMediaStreamSource(stream);
    const waves = new AudioWorkletNode(context, "waves");
    const cut = cutter(() => spoken(session.place), keep);
    session = { stream, source, waves, cut, frames, place, only, waiting: [] };
    waves.port.onmessage = ({ data }) => listen(data);
    source.connect(waves);
    stream.getTracks()[0].addEventListener("ended", () => {
      stop();
      tell("cut");
    });
    dress();
    prompt();
  }

  const spoken = (place) => {
    const line = open()[place];
    return line ? (line.french || line.words).textContent : "";
  };

  function listen(frame) {
    if (!session) return;
    session.frames.push(frame);
    const level = levelOf(frame);
    find("level").value = Math.max(0, (level + 60) / 50);
    if (session.frames.length === Math.round(1 / FRAME)) tell("");
    session.cut.hear(level);
    // The tail of a sentence comes after its end was found.
    settleWaiting();
  }

  function keep(from, to) {
    session.waiting.push({ line: open()[session.place], from, to });
    session.place += 1;
    settleWaiting();
    const done = session.only || session.place >= open().length;
    if (done) setTimeout(stop);
    else prompt();
  }

  function settleWaiting(all = false) {
    const { waiting, frames } = session;
    while (waiting.length && (all || frames.length > waiting[0].to)) {
      const { line, from, to } = waiting.shift();
      setPiece(line, joined(frames.slice(from, to + 1).slice(0, LONGEST / FRAME)));
    }
  }

  function stop() {
    if (!session) return;
    session.cut.finish();
    settleWaiting(true);
    session.stream.getTracks().forEach((track) => track.stop());
    session.source.disconnect();
    session.waves.port.onmessage = null;
    session = null;
    tell("");
    dress();
  }

  /* The sentence before is said again: it was misread, or the page cut too soon. */
  function former() {
    if (!session || session.only || !session.place) return;
    settleWaiting(true);
    session.place -= 1;
    setPiece(open()[session.place], null);
    prompt();
  }

  function setPiece(line, piece) {
    line.piece = piece;
    line.heard = false;
    dressLine(line);
  }

  /* This sentence was cut in two: the rest comes back to it, and those after move up. */
  function join(line) {
    const list = open();
    const place = list.indexOf(line);
    const next = list[place + 1];
    if (!next || !next.piece) return;
    setPiece(line, joined([line.piece, next.piece]));
    for (let at = place + 1; at < list.length; at++) {
      setPiece(list[at], list[at + 1] ? list[at + 1].piece : null);
    }
  }

  /* Two sentences were taken for one: the second half is the next one's, and those after move down. */
  function split(line) {
    const middle = deepest(line.piece, context.sampleRate);
    if (middle < 0) return;
    const list = open();
    const place = list.indexOf(line);
    for (let at = list.length - 1; at > place + 1; at--) setPiece(list[at], list[at - 1].piece);
    if (list[place + 1]) setPiece(list[place + 1], line.piece.slice(middle));
    setPiece(line, line.piece.slice(0, middle));
  }

  function stopPlaying() {
    if (!playing) return;
    const { source, line } = playing;
    playing = null;
    source.onended = null;
    source.stop();
    line.item.classList.remove("playing");
    dress();
  }

  function play(line, all = false) {
    stopPlaying();
    const source = sourceOf(context, line.piece);
    source.connect(context.destination);
    playing = { source, line, all };
    line.item.classList.add("playing");
    source.onended = () => {
      line.heard = true;
      line.item.classList.remove("playing");
      playing = null;
      dressLine(line);
      const next = all && lines.find((one) => one.piece && !one.heard && !one.sent);
      if (next) play(next, true);
      else dress();
    };
    source.start();
    line.item.scrollIntoView({ block: "nearest" });
    dress();
  }

  function hearAll() {
    if (playing) return stopPlaying();
    const first = lines.find((one) => one.piece && !one.heard && !one.sent);
    return first && play(first, true);
  }

  // Sending.

  async function send() {
    const ready = lines.filter((line) => line.piece && line.heard && !line.sent);
    if (sending || !ready.length || unheard()) return;
    sending = true;
    stopPlaying();
    tell("sending");
    const waiting = [...ready];
    const work = async () => {
      for (let line = waiting.shift(); line; line = waiting.shift()) await sendOne(line);
    };
    const done = await Promise.all(Array.from({ length: AT_ONCE }, work)).then(
      () => true,
      () => false,
    );
    sending = false;
    tell(done ? "sent" : "offline");
    dress();
  }

  async function sendOne(line) {
    const answer = await post(line.item.dataset.address.trim(), await written(context, line.piece));
    // 409: somebody read it meanwhile; theirs stays.
    if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
    line.sent = true;
    line.piece = null;
    dressLine(line);
  }

  // What is shown.

  const unheard = () => lines.filter((line) => line.piece && !line.heard && !line.sent).length;

  function dressLine({ item, piece, heard, sent }) {
    item.querySelector(".line-tools").hidden = !piece;
    item.dataset.seconds = piece ? (piece.length / context.sampleRate).toFixed(2) : "";
    item.classList.toggle("read", Boolean(piece));
    item.classList.toggle("confirmed", heard);
    item.classList.toggle("sent", sent);
  }

  /* Another name for a button, or its own again. */
  function name(button, other) {
    button.dataset.rest = button.dataset.rest || button.textContent;
    button.textContent = other || button.dataset.rest;
  }

  function dress() {
    const reads = Boolean(session);
    const pieces = lines.some((line) => line.piece);
    const left = unheard();
    find("begin").hidden = reads || firstEmpty() < 0;
    if (pieces) find("begin").textContent = find("begin").dataset.again;
    find("pause").hidden = find("prompt").hidden = !reads;
    find("former").hidden = !reads || Boolean(session && session.only);
    find("review").hidden = reads || !pieces;
    find("lines").hidden = reads;
    document.body.classList.toggle("reading", reads);
    name(find("hear-all"), playing && find("hear-all").dataset.busy);
    find("hear-all").hidden = !left && !playing;
    name(find("send"), left && find("send").dataset.left.replace("%(count)s", left));
    find("send").setAttribute("aria-disabled", String(Boolean(left) || sending));
  }

  function prompt() {
    const list = open();
    const line = list[session.place];
    const next = list[session.place + 1];
    find("place").textContent = find("place").dataset.words
      .replace("%(number)s", String(lines.indexOf(line) + 1))
      .replace("%(total)s", String(lines.length));
    show(find("now"), line.words);
    find("now-french").textContent = line.french ? line.french.textContent : "";
    show(find("next"), next && !session.only ? next.words : null);
  }

  /* A sentence of the sheet, in its language; nothing after the last one. */
  function show(place, words) {
    place.textContent = words ? words.textContent : "";
    if (words) Object.assign(place, { lang: words.lang, dir: words.dir });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    const line = lines.find(({ item }) => item === button.closest("li"));
    const what = button.dataset.do;
    if (what === "hear") return playing && playing.line === line ? stopPlaying() : play(line);
    stopPlaying();
    if (what === "again") begin(line);
    else if (what === "join") join(line);
    else split(line);
    dress();
  });
  find("begin").onclick = () => begin();
  find("pause").onclick = stop;
  find("former").onclick = former;
  find("hear-all").onclick = hearAll;
  find("send").onclick = send;
  document.addEventListener("keydown", (event) => {
    if (session && event.key === "ArrowLeft") former();
    if (session && event.key === "Escape") stop();
  });
  // What was read and not sent is on this page alone.
  addEventListener("beforeunload", (event) => {
    if (lines.some((line) => line.piece && !line.sent)) event.preventDefault();
  });
  addEventListener("pagehide", stop);
  find("take").hidden = false;
  if (!can) {
    find("begin").disabled = true;
    tell("unsafe");
  }
})();
