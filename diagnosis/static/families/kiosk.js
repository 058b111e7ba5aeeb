"use strict";
/* A shared tablet: it forgets whoever leaves, tells the team how it is, and lets nobody wander out. */
/** @import { Entry } from "./shared.d.ts" */

window.kiosk = (() => {
  const WARNING = 60000;
  const RESET = 75000;
  const NEWS = 300000;
  const LISTENING = 240000;
  /**
   * @param {string} id
   * @returns {any} the element, of whatever kind the template makes it
   */
  const byId = (id) => document.getElementById(id);
  /** @type {HTMLDialogElement} */
  const idle = byId("kiosk-idle");
  /** @type {HTMLDialogElement} */
  const leaf = byId("kiosk-leaf");
  const { home, campaign } = idle.dataset;
  const form = byId("q");
  let touched = Date.now();
  let pressed = touched;
  let timer = 0;

  /* Nothing of the former person may stay: not even one step back. */
  function restart() {
    document.dispatchEvent(new CustomEvent("forget"));
    for (const other of document.forms) other.reset();
    for (const open of /** @type {any} */ (document.querySelectorAll("dialog[open]"))) open.close();
    touched = Date.now();
    if (form) location.replace(home);
  }

  /* Whoever listens or speaks does not touch; a voice that never ends must not hold the screen. */
  function isHeard() {
    return Boolean(document.querySelector(".saying, .voice .strong:not([hidden])")) &&
      Date.now() - pressed < LISTENING;
  }

  function watch() {
    if (isHeard() && !idle.open) touched = Date.now();
    const quiet = Date.now() - touched;
    const thanked = Boolean(window.family) && family.here() === "thanks";
    if (quiet >= RESET || (quiet >= WARNING && thanked)) return restart();
    if (quiet < WARNING || !form) return undefined;
    byId("kiosk-count").textContent = Math.ceil((RESET - quiet) / 1000);
    if (!idle.open) {
      if (leaf.open) leaf.close();
      idle.showModal();
    }
    return undefined;
  }

  /* While the warning stands only its buttons count: the next person must not take the place of the former. */
  function stir() {
    if (!idle.open) touched = pressed = Date.now();
  }

  async function counts() {
    const mine = (await outbox.entries()).filter((entry) => entry.campaign === campaign);
    /** @param {Entry["state"]} state */
    const count = (state) => mine.filter((entry) => entry.state === state).length;
    const sent = await outbox.kept("sent").catch(() => 0) || 0;
    return { waiting: count("waiting"), aside: count("aside"), sent, all: mine.length };
  }

  /* By the clock alone: the server must not learn when a family answered. */
  async function tellNews() {
    clearTimeout(timer);
    const me = await outbox.kept("kiosk").catch(() => 0);
    if (!me) return;
    const since = Date.now() - (await outbox.kept("contact") || 0);
    const due = since >= 0 && since < NEWS ? NEWS - since : 0;
    timer = setTimeout(tellNews, due || NEWS);
    if (due) return;
    await outbox.keep("contact", Date.now());
    const { waiting, aside, sent } = await counts();
    const news = {
      id: me.id,
      token: me.token,
      waiting,
      aside,
      sent: Math.max(0, sent - (me.before || 0)),
      version: await outbox.kept("edition") || "",
    };
    const answer = await fetch(`${home}/contact`, {
      method: "POST",
      body: JSON.stringify(news),
      credentials: "omit",
      headers: { "Content-Type": "application/json" },
    }).catch(() => /** @type {undefined} */ (undefined));
    if (answer && answer.status === 204) await outbox.keep("told", new Date().toISOString());
    if (answer) await outbox.keep("unknown", answer.status === 403);
    document.dispatchEvent(new CustomEvent("news"));
  }

  /**
   * A page beside the way (rights, accessibility) opens as a leaf over this one.
   * @param {HTMLAnchorElement} link
   */
  async function openLeaf(link) {
    const answer = await fetch(link.href, { credentials: "omit" }).catch(() =>
      self.caches && caches.match(link.href, { ignoreVary: true })
    );
    const main = answer &&
      new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
    if (main) { for (const part of main.querySelectorAll("form, .languages")) part.remove(); }
    byId("kiosk-leaf-text").replaceChildren(...main ? main.childNodes : [link.textContent]);
    if (!idle.open) leaf.showModal();
    byId("kiosk-leaf-text").scrollTo(0, 0);
  }

  /** @param {any} event */
  function follow(event) {
    const link = event.target.closest && event.target.closest("a[href]");
    if (!link || link.matches(".exit") || link.hasAttribute("download")) return;
    event.preventDefault();
    // A place of this page: its own script goes there.
    if (link.getAttribute("href").startsWith("#")) return;
    const inside = link.origin === location.origin;
    // In place of this page: « back » must not lead to a former one.
    if (inside && /^\/((q|kiosk)\/[^/]+|faces\/[^/]+\/kiosk)$/.test(link.pathname)) {
      location.replace(link.href);
    } else if (inside) openLeaf(link);
  }

  /**
   * A navigation leaves full screen, so each page asks again; installed, the page has it for good.
   * @param {any} [event]
   */
  async function enlarge(event) {
    if (document.fullscreenElement || matchMedia("(display-mode: fullscreen)").matches) return;
    if (event && event.target.closest && event.target.closest("a[href]")) return;
    if (!await outbox.kept("kiosk").catch(() => 0)) return;
    document.documentElement.requestFullscreen({ navigationUI: "hide" }).catch(() => 0);
  }

  /** @param {any} target */
  function isField(target) {
    return Boolean(target.closest && target.closest("input, textarea"));
  }

  for (const kind of ["pointerdown", "keydown", "input", "wheel"]) {
    addEventListener(kind, stir, { capture: true, passive: true });
  }
  document.addEventListener("click", follow);
  addEventListener("click", enlarge, { once: true });
  addEventListener("contextmenu", (event) => event.preventDefault());
  for (const kind of ["selectstart", "dragstart"]) {
    addEventListener(kind, (event) => {
      if (!isField(event.target)) event.preventDefault();
    });
  }
  for (const field of /** @type {any} */ (document.querySelectorAll("input, textarea"))) {
    field.autocomplete = "off";
    field.spellcheck = false;
    field.setAttribute("autocorrect", "off");
  }
  idle.addEventListener("close", () => {
    touched = Date.now();
  });
  byId("kiosk-stay").onclick = () => idle.close();
  byId("kiosk-anew").onclick = restart;
  byId("kiosk-leaf-close").onclick = () => leaf.close();
  leaf.addEventListener("close", () => byId("kiosk-leaf-text").replaceChildren());
  // The quick exit leads to the first screen: a shared tablet stays where it is.
  for (const link of /** @type {any} */ (document.querySelectorAll(".exit"))) link.href = home;
  const manifest = document.createElement("link");
  manifest.rel = "manifest";
  manifest.href = `${home}/manifest.webmanifest`;
  document.head.append(manifest);
  addEventListener("pageshow", (event) => {
    // A questionnaire restarts by itself: two navigations would cut each other short.
    if (event.persisted && !form) restart();
  });
  const [arrival] = /** @type {any[]} */ (performance.getEntriesByType("navigation"));
  if (form && arrival && arrival.type === "back_forward") restart();
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) watch();
  });
  setInterval(watch, 1000);
  tellNews().catch(() => 0);

  return { restart, counts, tellNews, enlarge, campaign, home };
})();
