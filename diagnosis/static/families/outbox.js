"use strict";
/* Answers wait here, sealed, until the server says that it has them; nothing else takes them out. */
/** @import { Entry, Outbox, Said } from "./shared.d.ts" */

window.outbox = (() => {
  const HOLD = 60000;
  /** @type {Promise<IDBDatabase>} */
  let opening;
  let timer = 0;
  let pause = 0;

  function open() {
    opening = opening || new Promise((done, fail) => {
      const ask = indexedDB.open("outbox", 1);
      ask.onupgradeneeded = () => {
        ask.result.createObjectStore("entries", { keyPath: "id" });
        ask.result.createObjectStore("device");
      };
      ask.onsuccess = () => done(ask.result);
      ask.onerror = () => fail(ask.error);
    });
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  }

  /**
   * Runs one transaction; what it changed is on the disk when the promise is kept.
   * @param {"entries" | "device"} name
   * @param {IDBTransactionMode} mode
   * @param {(store: IDBObjectStore) => IDBRequest} act
   * @returns {Promise<any>}
   */
  async function run(name, mode, act) {
    const base = await open();
    return new Promise((done, fail) => {
      const change = base.transaction(name, mode, { durability: "strict" });
      const asked = act(change.objectStore(name));
      // Said now, the change no longer needs this page: it may close the next instant.
      if (change.commit) change.commit();
      change.oncomplete = () => done(asked.result);
      change.onabort = change.onerror = () => fail(change.error);
    });
  }

  /** @param {string} name @param {any} value @returns {Promise<any>} */
  const keep = (name, value) => run("device", "readwrite", (store) => store.put(value, name));
  /** @param {string} name */
  const kept = (name) => run("device", "readonly", (store) => store.get(name));
  /** @param {string} id */
  const drop = (id) => run("entries", "readwrite", (store) => store.delete(id));
  /** @param {Entry} entry @returns {Promise<any>} */
  const save = (entry) => run("entries", "readwrite", (store) => store.put(entry));
  /** @returns {Promise<Entry[]>} */
  const entries = () =>
    run("entries", "readonly", (store) => store.getAll()).catch(() => /** @type {Entry[]} */ ([]));

  /* A device that refuses a little now would refuse the answers later. */
  async function ready() {
    try {
      await save({ id: "probe", state: "probe", sealed: "x".repeat(100000) });
      await drop("probe");
      return Boolean(crypto.subtle);
    } catch {
      return false;
    }
  }

  /** @param {(string | number[] | ArrayBuffer | Uint8Array)[]} parts @returns {Uint8Array<ArrayBuffer>} */
  function bytes(...parts) {
    const lists = parts.map((part) =>
      typeof part === "string" ? new TextEncoder().encode(part) : new Uint8Array(part)
    );
    const whole = new Uint8Array(lists.reduce((sum, list) => sum + list.length, 0));
    let at = 0;
    for (const list of lists) {
      whole.set(list, at);
      at += list.length;
    }
    return whole;
  }

  /** @param {Uint8Array} list */
  const base64 = (list) => btoa(Array.from(list, (byte) => String.fromCharCode(byte)).join(""));

  /**
   * HPKE, base mode (RFC 9180): DHKEM(P-256), HKDF-SHA256, AES-256-GCM, one message.
   * @param {string} key
   * @param {string} info
   * @param {string} text
   */
  async function encrypt(key, info, text) {
    const { subtle } = crypto;
    const KEM = bytes("KEM", [0, 16]);
    const HPKE = bytes("HPKE", [0, 16, 0, 1, 0, 2]);
    const curve = { name: "ECDH", namedCurve: "P-256" };
    /** @type {(secret: BufferSource, content: BufferSource) => Promise<ArrayBuffer>} */
    const hmac = async (secret, content) =>
      subtle.sign(
        "HMAC",
        await subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]),
        content,
      );
    /** @typedef {Uint8Array<ArrayBuffer>} Bytes */
    /** @typedef {string | ArrayBuffer | Bytes} Content */
    /** @type {(salt: BufferSource | 0, suite: Bytes, label: string, content: Content) => Promise<ArrayBuffer>} */
    const extract = (salt, suite, label, content) =>
      hmac(salt || new Uint8Array(32), bytes("HPKE-v1", suite, label, content));
    /** @type {(secret: ArrayBuffer, suite: Bytes, label: string, content: Content, length: number) =>
      Promise<ArrayBuffer>} */
    const expand = async (secret, suite, label, content, length) =>
      (await hmac(secret, bytes([0, length], "HPKE-v1", suite, label, content, [1]))).slice(
        0,
        length,
      );
    const receiver = Uint8Array.from(atob(key), (letter) => letter.charCodeAt(0));
    const own = await subtle.generateKey(curve, false, ["deriveBits"]);
    const enc = await subtle.exportKey("raw", own.publicKey);
    const peer = await subtle.importKey("raw", receiver, curve, false, []);
    const shared = await subtle.deriveBits({ name: "ECDH", public: peer }, own.privateKey, 256);
    const root = await expand(
      await extract(0, KEM, "eae_prk", shared),
      KEM,
      "shared_secret",
      bytes(enc, receiver),
      32,
    );
    const context = bytes(
      [0],
      await extract(0, HPKE, "psk_id_hash", ""),
      await extract(0, HPKE, "info_hash", info),
    );
    const secret = await extract(root, HPKE, "secret", "");
    const aes = await subtle.importKey(
      "raw",
      await expand(secret, HPKE, "key", context, 32),
      "AES-GCM",
      false,
      ["encrypt"],
    );
    const iv = await expand(secret, HPKE, "base_nonce", context, 12);
    return base64(bytes(enc, await subtle.encrypt({ name: "AES-GCM", iv }, aes, bytes(text))));
  }

  /** @type {Outbox["seal"]} */
  async function seal(campaign, key, response, to) {
    const { id } = response;
    const sealed = await encrypt(
      key.public,
      `diagnosis response\n${campaign}\n${id}`,
      JSON.stringify(response),
    );
    await open();
    const place = to ? { to } : { campaign };
    return { id, ...place, key: key.number, sealed, state: "waiting" };
  }

  /** @param {Entry} entry */
  async function put(entry) {
    await save(entry);
    tell();
  }

  /**
   * Sends a body; says "sent", "known", "refused" (the server's own word) or "later".
   * @param {string} to the address
   * @param {{id: string} & Record<string, any>} body
   * @returns {Promise<Said>}
   */
  async function post(to, body) {
    const stop = new AbortController();
    const alarm = setTimeout(() => stop.abort(), HOLD);
    try {
      const answer = await fetch(to, {
        method: "POST",
        body: JSON.stringify(body),
        credentials: "omit",
        redirect: "error",
        cache: "no-store",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        signal: stop.signal,
      });
      const { status } = answer;
      const content = await answer.json().catch(() => ({}));
      // A hotel's welcome page says 200 too: only our own words count.
      if (status === 200 || status === 201) {
        return { result: content.id === body.id ? "sent" : "later", content };
      }
      if (status < 400 || status === 429 || status >= 500) return { result: "later", content };
      return { result: status === 409 ? "known" : "refused", status, content };
    } catch {
      return { result: "later", content: {}, away: true };
    } finally {
      clearTimeout(alarm);
    }
  }

  /** @param {Entry} entry */
  async function deliver(entry) {
    const { id, campaign, to, key, sealed } = entry;
    const said = await post(to || `/q/${campaign}/responses`, { id, key, sealed });
    if (said.result === "sent") {
      // Another tab may have counted it already; what was changed meanwhile is still to be sent.
      const mine = (await entries()).some((other) => other.sealed === sealed);
      if (mine) await drop(id);
      if (!to) await keep("sent", (await kept("sent") || 0) + mine);
      if (!to) await keep("last", new Date().toISOString());
    } else if (to && entry.state === "aside") {
      // A vote refused twice came too late: nobody can mend it.
      await drop(id);
    } else if (said.result !== "later") {
      const state = said.result === "known" ? "known" : "aside";
      await save({ ...entry, state, status: said.status, cause: said.content.message || "" });
    }
    return said;
  }

  /** @param {boolean} [all] those set aside too */
  async function pass(all) {
    /** @type {Record<string, Said>} */
    const results = {};
    for (const entry of await entries()) {
      if (entry.state !== "waiting" && !(all && entry.state === "aside")) continue;
      results[entry.id] = await deliver(entry);
      if (results[entry.id].away) break;
    }
    return results;
  }

  /* Tries every answer that waits. A press of a button (`all`) does not wait for other tabs:
     one of them may sleep, and the server stores a response once however often it comes. */
  /** @type {Outbox["flush"]} */
  async function flush(all) {
    clearTimeout(timer);
    const work = () => pass(all).catch(() => ({}));
    const results = all || !navigator.locks ? await work() : await navigator.locks.request(
      "outbox",
      { ifAvailable: true },
      (lock) => lock ? work() : {},
    );
    const waiting = await tell();
    pause = waiting ? Math.min(2 * pause || 5000, 300000) : 0;
    if (waiting) timer = setTimeout(flush, pause * (0.75 + Math.random() / 2));
    return results;
  }

  async function tell() {
    const all = await entries();
    /** @param {Entry["state"]} state */
    const count = (state) => all.filter((entry) => entry.state === state).length;
    const detail = {
      waiting: count("waiting"),
      aside: count("aside"),
      sent: await kept("sent").catch(() => 0) || 0,
    };
    document.dispatchEvent(new CustomEvent("outbox", { detail }));
    return detail.waiting;
  }

  /* What was set aside is tried again at each opening: the team may have mended the cause. */
  const again = () => {
    pause = 0;
    flush(true);
  };
  document.addEventListener("outbox", ({ detail }) => {
    const strip = document.getElementById("waiting");
    if (!strip) return;
    strip.hidden = !detail.waiting;
    strip.querySelector("b").textContent = String(detail.waiting);
  });
  addEventListener("click", (/** @type {any} */ { target }) => {
    if (target.id === "now") again();
  });
  addEventListener("online", again);
  addEventListener("load", again);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) flush();
  });

  return { ready, seal, put, post, flush, entries, drop, keep, kept, last: () => kept("last") };
})();
