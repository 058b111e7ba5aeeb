"use strict";
/* The day of a workshop: counts stay on this phone and are sent whole, as often as it takes. The server keeps
   the newest of each phone, so that sending twice counts once. */
(() => {
  const RETRY = 15000;
  const SETTLE = 800;
  const MOST = 1000;
  const MOST_STOPS = 20;
  const board = document.getElementById("counters");
  const state = document.getElementById("state");
  const sum = document.getElementById("sum");
  const token = board.dataset.token;
  const name = `day ${token}`;
  let timer = 0;
  let keeps = true;
  let closed = false;
  let sending = false;

  /**
   * @typedef {{place: string, seen: string, proposed: string}} Stop
   * @type {{device: string, step: number, sent: number, counts: Record<string, number>, stops?: Stop[]}}
   */
  let tally = read() || { device: draw(), step: 0, sent: 0, counts: {} };

  function draw() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  function read() {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  }
  function keep() {
    try {
      localStorage.setItem(name, JSON.stringify(tally));
      keeps = true;
    } catch {
      keeps = false;
    }
  }
  /** @param {string} words */
  const say = (words) => {
    if (state.textContent !== words) state.textContent = words;
  };

  function show() {
    for (const line of board.querySelectorAll("[data-counter]")) {
      const count = tally.counts[line.getAttribute("data-counter")] || 0;
      line.querySelector("output").textContent = String(count);
      /** @type {HTMLButtonElement} */ (line.querySelector(".less")).disabled = count === 0;
      /** @type {HTMLButtonElement} */ (line.querySelector(".more")).disabled = count >= MOST;
    }
  }

  /** @param {string} counter @param {number} by */
  function count(counter, by) {
    // Another tab of this phone may have counted meanwhile: what is kept is read again first.
    const kept = read();
    if (kept && kept.device === tally.device && kept.step > tally.step) tally = kept;
    const now = Math.min(MOST, Math.max(0, (tally.counts[counter] || 0) + by));
    tally.counts[counter] = now;
    changed();
    show();
    if (navigator.vibrate) navigator.vibrate(10);
  }

  function changed() {
    tally.step += 1;
    keep();
    clearTimeout(timer);
    timer = setTimeout(send, SETTLE);
  }

  /* A walk: words beside the counts, kept and sent with them. */
  const walk = document.getElementById("stops");
  /** @returns {any[]} the rows of the page */
  const rows = () => [...walk.querySelectorAll(".stop")];

  /** @param {Partial<Stop>} stop */
  function addStop(stop) {
    const row = /** @type {any} */ (walk.querySelector("template").content.cloneNode(true));
    for (const field of row.querySelectorAll("[data-part]")) {
      field.value = stop[/** @type {keyof Stop} */ (field.dataset.part)] || "";
    }
    walk.insertBefore(row, walk.lastElementChild);
  }

  function noteStops() {
    tally.stops = rows().map((row) => {
      /** @param {string} part */
      const said = (part) => row.querySelector(`[data-part=${part}]`).value;
      return { place: said("place"), seen: said("seen"), proposed: said("proposed") };
    });
    changed();
  }

  function showStops() {
    const planned = JSON.parse(walk.dataset.planned);
    const first = planned.length ? planned : [""];
    for (const stop of tally.stops || first.map((/** @type {string} */ place) => ({ place }))) {
      addStop(stop);
    }
    walk.addEventListener("input", noteStops);
    document.getElementById("more-stops").onclick = () => {
      if (rows().length < MOST_STOPS) addStop({});
      rows().at(-1).querySelector("textarea").focus();
    };
    walk.hidden = false;
  }

  async function send() {
    if (closed || sending || tally.sent >= tally.step) return;
    sending = true;
    const { device, step, counts, stops } = tally;
    try {
      const answer = await fetch(`/day/${token}`, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ device, step, counts, stops }),
        credentials: "omit",
      });
      // A captive portal answers too, with a page of its own.
      const said = await answer.json();
      if (answer.ok) arrived(step, said.counted);
      else if (answer.status === 404) refuse(state.dataset.refused);
      else if (said.message && answer.status < 500) say(said.message);
    } catch {
      say(keeps ? state.dataset.waiting : state.dataset.lost);
    }
    sending = false;
    clearTimeout(timer);
    if (!closed && tally.sent < tally.step) timer = setTimeout(send, RETRY);
  }

  /** @param {number} step @param {Record<string, number>} counted */
  function arrived(step, counted) {
    tally.sent = Math.max(tally.sent, step);
    keep();
    if (tally.sent >= tally.step) say(state.dataset.sent);
    sum.textContent = `${sum.dataset.words} ${counted.families || 0}`;
    sum.hidden = false;
  }
  /** @param {string} words */
  function refuse(words) {
    closed = true;
    say(words);
  }

  board.addEventListener("click", (event) => {
    const button = /** @type {Element} */ (event.target).closest("button");
    const line = button && button.closest("[data-counter]");
    if (line) count(line.getAttribute("data-counter"), button.classList.contains("more") ? 1 : -1);
  });
  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.hidden || send());
  addEventListener("storage", (event) => {
    const kept = event.key === name && read();
    if (kept && kept.step > tally.step) {
      tally = kept;
      show();
    }
  });

  keep();
  show();
  if (walk) showStops();
  board.hidden = false;
  if (tally.step > tally.sent) send();
  else if (tally.step) say(state.dataset.sent);
  if (!keeps) say(state.dataset.lost);

  // The page opens tomorrow without network: the worker keeps this page and its own files, no more.
  if (navigator.serviceWorker) {
    navigator.serviceWorker.addEventListener("message", (event) => {
      document.getElementById("ready").hidden = !event.data.ready;
    });
    const kept = JSON.parse(document.getElementById("kept").textContent);
    navigator.serviceWorker.register("/day/sw.js", { scope: "/day/" })
      .then(() => navigator.serviceWorker.ready)
      .then((worker) => worker.active.postMessage({ keep: kept }))
      .catch(() => {});
  }
})();
