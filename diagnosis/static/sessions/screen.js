"use strict";
/* The big screen: asks for the counts about every two seconds, more rarely after an error. */
(() => {
  const PAUSE = 2000;
  const LONGEST = 30000;
  const live = document.getElementById("live");
  if (!live) return;
  const byId = (id) => document.getElementById(id);
  const trouble = byId("trouble");
  let pause = PAUSE;
  let tag = "";

  function tell(text) {
    trouble.textContent = text;
    trouble.hidden = !text;
  }
  /* The clock of this machine may be wrong: what counts is how far it goes from the server's. */
  const clock = byId("timer");
  const ahead = clock ? Date.now() / 1000 - Number(clock.dataset.now) : 0;
  let timer = clock ? { ends: Number(clock.dataset.ends), left: clock.dataset.left } : {};
  function tick() {
    if (!clock) return;
    const waits = timer.left !== undefined;
    const left = Math.round(waits ? Number(timer.left) : timer.ends + ahead - Date.now() / 1000);
    clock.hidden = Number.isNaN(left);
    const text = left > 0
      ? `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`
      : clock.dataset.over;
    if (clock.textContent === text) return;
    // Rung once, and not for a countdown that had ended before this page was opened.
    if (left <= 0 && clock.textContent === "0:01") ring();
    clock.textContent = text;
  }
  tick();
  setInterval(tick, 250);
  /* A short sound at the end of the countdown, where the browser lets this page sound. */
  function ring() {
    try {
      const sound = new AudioContext();
      const tone = sound.createOscillator();
      const level = sound.createGain();
      level.gain.setValueAtTime(.2, sound.currentTime);
      level.gain.exponentialRampToValueAtTime(.001, sound.currentTime + 1.5);
      tone.connect(level).connect(sound.destination);
      tone.start();
      tone.stop(sound.currentTime + 1.5);
    } catch { /* the clock is read all the same */ }
  }

  function show(found) {
    timer = found.timer;
    const wall = byId("wall");
    if (wall && found.wall !== undefined) wall.innerHTML = found.wall;
    byId("paused").hidden = !(found.open && found.paused);
    tick();
    byId("participants").textContent = found.participants;
    byId("people").textContent = found.people;
    for (const theme of found.themes) {
      const line = live.querySelector(`[data-theme="${CSS.escape(theme.name)}"]`);
      if (!line) continue;
      line.querySelector(".length").setAttribute("width", theme.share);
      line.querySelector(".votes-count").textContent = theme.votes;
    }
  }
  async function ask() {
    try {
      const headers = { Accept: "application/json", "If-None-Match": tag };
      const answer = await fetch(live.dataset.counts, { headers });
      if (answer.status === 401) return tell(live.dataset.ended);
      if (!answer.ok && answer.status !== 304) throw new Error(String(answer.status));
      pause = PAUSE;
      tell("");
      if (answer.status === 304) return wait();
      const found = await answer.json();
      tag = answer.headers.get("ETag") || "";
      // The room went on to another step: this screen goes there with it.
      if (found.step) return location.replace(found.step);
      show(found);
      // The page of a closed session has its themes in order; a close may be undone.
      const shows = ["open", "hidden", "paused"];
      if (shows.some((name) => String(found[name]) !== live.dataset[name])) {
        return location.reload();
      }
    } catch {
      pause = Math.min(pause * 2, LONGEST);
      tell(live.dataset.offline);
    }
    return wait();
  }
  // Jitter: many screens and phones must not ask at the same instant.
  function wait() {
    setTimeout(ask, pause * (0.8 + Math.random() * 0.4));
  }
  wait();
})();
