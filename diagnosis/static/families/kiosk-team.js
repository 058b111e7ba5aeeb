"use strict";
/* On the language screen: preparing the tablet, and what the team sees of it after its PIN. */
(() => {
  const byId = (id) => document.getElementById(id);
  const { campaign, home } = window.kiosk;
  const panel = byId("kiosk-panel");
  const { edition } = panel.dataset;
  const digits = byId("kiosk-digits");
  const NARROW = "\u202f";
  const FIXED = "\u00a0";
  let me;
  let trying = false;

  /* A sentence with its noun in the right number: many(2, "réponse attend", "réponses attendent"). */
  const many = (count, one, several) => `${count} ${count < 2 ? one : several}`;
  const hex = (list) =>
    Array.from(new Uint8Array(list), (byte) => (byte + 256).toString(16).slice(1)).join("");

  function ago(time) {
    const then = new Date(time);
    const minutes = Math.floor((Date.now() - then) / 60000);
    const days = Math.round(
      (new Date().setHours(0, 0, 0, 0) - new Date(then).setHours(0, 0, 0, 0)) / 86400000,
    );
    const hour = `à ${then.getHours()}${FIXED}h${FIXED}${
      String(then.getMinutes()).padStart(2, "0")
    }`;
    if (minutes < 2) return "à l’instant";
    if (minutes < 60) return `il y a ${minutes} minutes`;
    if (days === 0) return `aujourd’hui ${hour}`;
    if (days === 1) return `hier ${hour}`;
    return `le ${
      new Intl.DateTimeFormat("fr", { day: "numeric", month: "long" }).format(then)
    } ${hour}`;
  }

  /* Preparing. */

  async function settle() {
    try {
      me = await outbox.kept("kiosk");
    } catch {
      return wait(
        "Ce navigateur ne peut rien garder. Quittez la navigation privée, puis rouvrez cette page.",
      );
    }
    if (!window.crypto || !crypto.subtle) {
      return wait(
        "Cette tablette a besoin d’une adresse qui commence par https. Demandez-la à la personne qui tient le serveur.",
      );
    }
    const code = location.hash.slice(1);
    if (code) {
      history.replaceState(null, "", location.pathname);
      await prepare(code);
    }
    return me && me.campaign === campaign ? open() : wait();
  }

  function wait(why) {
    document.title = "Cette tablette attend l’équipe";
    byId("kiosk-title").textContent = document.title;
    byId("kiosk-title").lang = "fr";
    byId("kiosk-title").dir = "ltr";
    byId("kiosk-tiles").hidden = true;
    byId("kiosk-team").hidden = true;
    byId("kiosk-wait").hidden = false;
    if (why) {
      byId("kiosk-wait-why").textContent = why;
      byId("kiosk-prepare").hidden = true;
    }
    document.documentElement.classList.add("kiosk-known");
  }

  async function open() {
    document.documentElement.classList.add("kiosk-known", "kiosk-ready");
    byId("kiosk-team").hidden = false;
    byId("kiosk-team").textContent = `Équipe · ${me.name}`;
    await outbox.keep("edition", edition);
    await window.kiosk.tellNews();
    await keepPages();
  }

  /* The code as it was scanned, pasted (with its address) or typed (in groups, with letters for digits). */
  function read(text) {
    const code = text.slice(text.indexOf("#") + 1).toLowerCase().replace(/[\s-]/g, "").replace(
      /o/g,
      "0",
    ).replace(/[il]/g, "1");
    const [id, secret] = code.split(".");
    return { id, secret: secret || "" };
  }

  async function prepare(text) {
    byId("kiosk-prepare-trouble").textContent = "";
    try {
      const answer = await fetch(`${home}/prepare`, {
        method: "POST",
        body: JSON.stringify(read(text)),
        credentials: "omit",
        headers: { "Content-Type": "application/json" },
      });
      const found = await answer.json();
      if (!answer.ok) throw new Error(found.message);
      me = { ...found, campaign, before: await outbox.kept("sent") || 0 };
      await outbox.keep("kiosk", me);
      for (const name of ["contact", "pin", "unknown", "told"]) await outbox.keep(name, null);
      await startCounting();
      if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
    } catch (error) {
      const lost = error instanceof TypeError || !error.message;
      // A link opened twice on its own tablet is no trouble.
      if (!me) {
        byId("kiosk-prepare-trouble").textContent = lost
          ? "Pas de réseau. Connectez la tablette, puis recommencez."
          : error.message;
      }
    }
  }

  /* Everything that a day without network needs, the page on rights included; never an answer. */
  async function keepPages() {
    if (!navigator.serviceWorker || !self.caches) return;
    const keeper = await navigator.serviceWorker.register("/sw.js");
    await navigator.serviceWorker.ready;
    const next = await fetch(home, { credentials: "omit", cache: "no-store" }).then((answer) =>
      answer.text()
    );
    // The page kept may be newer than this one, and its files must be here before the network goes.
    const files = next.match(/\/static\/[\w./-]+\?v=\w+/g) || [];
    keeper.active.postMessage({
      keep: [...panel.dataset.keep.split(" "), ...files].filter(Boolean),
    });
    const leaves = await caches.open("leaves");
    for (const address of panel.dataset.leaves.split(" ").filter(Boolean)) {
      if (!await leaves.match(address, { ignoreVary: true })) await leaves.add(address);
    }
  }

  /* The PIN, checked here: the team comes in without network too. */

  async function isRight(pin) {
    const { salt, hash, iterations } = me.pin;
    const secret = await crypto.subtle.importKey(
      "raw",
      new TextEncoder().encode(pin),
      "PBKDF2",
      false,
      ["deriveBits"],
    );
    const grains = Uint8Array.from(salt.match(/../g), (pair) => parseInt(pair, 16));
    return hex(
      await crypto.subtle.deriveBits(
        { name: "PBKDF2", hash: "SHA-256", salt: grains, iterations },
        secret,
        256,
      ),
    ) === hash;
  }

  function askPin() {
    digits.value = "";
    byId("kiosk-pin-trouble").textContent = "";
    byId("kiosk-pin").hidden = false;
    byId("kiosk-sheet").hidden = true;
    byId("kiosk-panel-title").textContent = "Code de l’équipe";
    panel.showModal();
    digits.focus();
  }

  async function tryPin() {
    if (trying) return undefined;
    trying = true;
    try {
      return await check();
    } finally {
      trying = false;
    }
  }

  async function check() {
    const tries = await outbox.kept("pin") || { wrong: 0, until: 0 };
    const left = Math.ceil((tries.until - Date.now()) / 1000);
    const pin = digits.value;
    digits.value = "";
    if (left > 0) return refuse(`Attendez ${many(left, "seconde", "secondes")}, puis réessayez.`);
    // Noted before the check, so that reloading in between forgets no try.
    const wrong = tries.wrong + 1;
    const pause = Math.min(2 ** wrong, 900);
    await outbox.keep("pin", { wrong, until: Date.now() + pause * 1000 });
    if (!await isRight(pin)) {
      return refuse(`Ce n’est pas ce code. Attendez ${pause} secondes, puis réessayez.`);
    }
    await outbox.keep("pin", null);
    byId("kiosk-pin").hidden = true;
    byId("kiosk-sheet").hidden = false;
    byId("kiosk-panel-title").textContent = "Code de l’équipe";
    say("");
    byId("kiosk-quit-trouble").textContent = "";
    byId("kiosk-paper").value = "";
    return show();
  }

  function refuse(text) {
    byId("kiosk-pin-trouble").textContent = text;
    digits.focus();
  }

  /* What the team sees. */

  const say = (text) => {
    byId("kiosk-said").textContent = text;
  };

  async function show() {
    if (!panel.open || byId("kiosk-sheet").hidden) return;
    const { waiting, aside } = await window.kiosk.counts();
    const [last, told, unknown] = [
      await outbox.last(),
      await outbox.kept("told"),
      await outbox.kept("unknown"),
    ];
    byId("kiosk-lead").textContent = lead(waiting, aside);
    byId("kiosk-sync").textContent = last
      ? `Dernier envoi réussi${FIXED}: ${ago(last)}.`
      : "Aucune réponse n’est encore partie de cette tablette.";
    byId("kiosk-unknown").hidden = !unknown;
    byId("kiosk-aside").replaceChildren(
      ...(await mine()).filter((entry) => entry.state === "aside").map(line),
    );
    byId("kiosk-export").disabled = !waiting && !aside;
    byId("kiosk-edition").textContent = `${me.name}. Version ${edition}. ${
      told
        ? `Dernières nouvelles données à l’équipe${FIXED}: ${ago(told)}.`
        : "Aucune nouvelle donnée à l’équipe pour l’instant."
    }`;
    byId("kiosk-scripts").textContent = scripts();
    await compare();
  }

  function lead(waiting, aside) {
    if (!waiting && !aside) return "Rien n’attend ici.";
    const parts = [];
    if (waiting) parts.push(many(waiting, "réponse attend", "réponses attendent"));
    if (aside) parts.push(many(aside, "est mise de côté", "sont mises de côté"));
    return `${parts.join(`${NARROW}; `)}.`;
  }

  function line(entry) {
    const item = document.createElement("li");
    item.textContent = `${entry.id.slice(0, 8)}${FIXED}: ${
      entry.cause || "refusée sans raison donnée"
    } (${entry.status || "?"}). Exportez, puis montrez le fichier à l’équipe.`;
    return item;
  }

  const mine = async () => (await outbox.entries()).filter((entry) => entry.campaign === campaign);

  async function send() {
    say("Envoi…");
    await outbox.flush(true);
    const { waiting } = await window.kiosk.counts();
    say(waiting ? "Le réseau manque encore. Rien n’est perdu, tout reste ici." : "C’est parti.");
    await show();
  }

  async function exportAll() {
    const entries = (await mine()).map(({ id, key, sealed, state, cause }) => ({
      id,
      key,
      sealed,
      state,
      cause: cause || "",
    }));
    const file = new Blob([
      JSON.stringify({ format: "diagnosis-outbox", version: 1, campaign, kiosk: me.name, entries }),
    ], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `reponses-scellees-${campaign}-${new Date().toISOString().slice(0, 10)}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    await outbox.keep("exported", entries.map((entry) => entry.id));
    say(
      `${
        many(entries.length, "réponse exportée", "réponses exportées")
      }. Importez le fichier sur la page « Tablettes »${FIXED}: rien ne compte deux fois.`,
    );
  }

  /* Answers given here since the last time that paper and tablet were compared. */
  async function counted() {
    const { sent, all } = await window.kiosk.counts();
    const start = await outbox.kept("zero") || { count: 0, time: new Date().toISOString() };
    return { count: Math.max(0, sent + all - start.count), since: start.time };
  }

  async function startCounting() {
    const { sent, all } = await window.kiosk.counts();
    await outbox.keep("zero", { count: sent + all, time: new Date().toISOString() });
  }

  async function compare() {
    const { count, since } = await counted();
    byId("kiosk-counted").textContent = `Cette tablette a compté ${
      count ? many(count, "réponse", "réponses") : "aucune réponse"
    } depuis le dernier compte (${ago(since)}).`;
    const paper = byId("kiosk-paper").value.trim();
    byId("kiosk-difference").textContent = /^\d+$/.test(paper)
      ? difference(Number(paper), count)
      : "";
  }

  function difference(paper, tablet) {
    const start = `Papier ${paper}, tablette ${tablet}${FIXED}: `;
    const gap = Math.abs(paper - tablet);
    const number = gap === 1 ? "une" : String(gap);
    if (!gap) return `${start}le compte est bon.`;
    return start + (paper > tablet ? `il en manque ${number}.` : `il y en a ${number} de plus.`);
  }

  async function zero() {
    await startCounting();
    byId("kiosk-paper").value = "";
    await compare();
  }

  /* A script that this device cannot draw: its letters look like one that no font has. */
  function undrawn() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 48;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    const draw = (letter) => {
      pen.clearRect(0, 0, 48, 48);
      pen.font = "32px system-ui, sans-serif";
      pen.fillText(letter, 4, 36);
      return pen.getImageData(0, 0, 48, 48).data.join();
    };
    const missing = new Set(["\u0378", "\u{10fffe}"].map(draw));
    const isMissing = ({ textContent }) =>
      (textContent.match(/\p{Lo}/gu) || []).some((letter) => missing.has(draw(letter)));
    return [...byId("kiosk-tiles").querySelectorAll("a")].filter(isMissing).map((tile) =>
      `${tile.textContent.trim()} (${tile.lang})`
    );
  }

  function scripts() {
    const names = undrawn();
    if (!names.length) {
      return `Écritures${FIXED}: cette tablette sait écrire toutes les langues proposées.`;
    }
    return `Écritures${FIXED}: cette tablette ne sait pas écrire ${
      names.join(", ")
    }. Mettez à jour son système, ou installez les polices Noto (guide de la borne, « Écritures qui manquent »).`;
  }

  async function quit() {
    const safe = new Set(await outbox.kept("exported") || []);
    const left =
      (await mine()).filter((entry) => entry.state !== "known" && !safe.has(entry.id)).length;
    if (left) {
      byId("kiosk-quit-trouble").textContent = `${
        many(
          left,
          "réponse n’est ni partie ni exportée",
          "réponses ne sont ni parties ni exportées",
        )
      }. Envoyez ou exportez d’abord${FIXED}: la tablette pourra quitter la borne ensuite.`;
      return;
    }
    await outbox.keep("kiosk", null);
    if (document.fullscreenElement) await document.exitFullscreen().catch(() => 0);
    location.replace(home);
  }

  byId("kiosk-prepare").onsubmit = async (event) => {
    event.preventDefault();
    await prepare(byId("kiosk-code").value);
    if (me) location.replace(home);
  };
  byId("kiosk-team").onclick = askPin;
  byId("kiosk-pin").onsubmit = (event) => {
    event.preventDefault();
    tryPin();
  };
  for (const key of panel.querySelectorAll("[data-key]")) {
    key.onclick = () => {
      digits.value = key.dataset.key && (digits.value + key.dataset.key).slice(0, 8);
    };
  }
  digits.oninput = () => {
    digits.value = digits.value.replace(/\D/g, "");
  };
  for (const button of panel.querySelectorAll("[data-close]")) button.onclick = () => panel.close();
  panel.addEventListener("close", () => {
    byId("kiosk-sheet").hidden = true;
    digits.value = "";
  });
  byId("kiosk-send").onclick = send;
  byId("kiosk-export").onclick = exportAll;
  byId("kiosk-paper").oninput = compare;
  byId("kiosk-zero").onclick = zero;
  byId("kiosk-full").onclick = () => window.kiosk.enlarge();
  byId("kiosk-quit").onclick = quit;
  for (const kind of ["outbox", "news"]) {
    document.addEventListener(kind, () => {
      show();
    });
  }
  // The link opened on a page that is already there.
  addEventListener("hashchange", () => {
    if (location.hash) location.reload();
  });
  settle().catch(() => 0);
})();
