"use strict";
/* A participant's phone: asks about every two seconds whether the vote goes on, and for an hour after its end, more
   rarely, whether it was reopened or whether the room votes again. */
(() => {
  const PAUSE = 2000;
  const LONGEST = 30000;
  const AFTER = 10000;
  const AGAIN = 3600000;
  const live = document.getElementById("live");
  const waits = "waits" in live.dataset;
  let pause = PAUSE;
  let tag = "";
  let ended = 0;
  /** What the end hid. @type {HTMLElement[]} */
  let hidden = [];

  async function ask() {
    if (document.hidden) return wait();
    try {
      const headers = { Accept: "application/json", "If-None-Match": tag };
      const answer = await fetch(live.dataset.now, { headers });
      if (!answer.ok && answer.status !== 304) throw new Error(String(answer.status));
      pause = ended ? AFTER : PAUSE;
      if (answer.ok) follow(await answer.json());
      tag = answer.headers.get("ETag") || tag;
    } catch {
      pause = Math.min(pause * 2, LONGEST);
    }
    if (ended && Date.now() - ended > AGAIN) return;
    return wait();
  }
  /** @param {{open: boolean, paused: boolean, again?: string}} found */
  function follow({ open, paused, again }) {
    if (again) return location.replace(again);
    if (waits) return open ? location.reload() : undefined;
    const line = document.getElementById("paused");
    const resumed = line && !line.hidden && !paused;
    if (line) line.hidden = !(open && paused);
    show(open);
    // What was sent during the pause has waited here.
    if (resumed && open && window.outbox) outbox.flush(true);
    return undefined;
  }
  /** @param {boolean} open */
  function show(open) {
    if (open === !ended) return;
    ended = open ? 0 : Date.now();
    pause = open ? PAUSE : AFTER;
    live.hidden = open;
    if (!open) {
      hidden = [...document.querySelectorAll("form, [data-open]")].filter((one) => !one.hidden);
    }
    for (const one of hidden) one.hidden = !open;
    // A vote that came too late may come again.
    if (open && window.outbox) outbox.flush(true);
  }
  // Jitter: five hundred phones must not ask at the same instant.
  function wait() {
    setTimeout(ask, pause * (0.8 + Math.random() * 0.4));
  }
  wait();
})();
