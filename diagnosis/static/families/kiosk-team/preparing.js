/* Preparing the tablet: the link's code, then everything that a day without network needs. */

import { startCounting } from "./counting.js";
import { become, byId, campaign, edition, home, me, panel } from "./tablet.js";

/** What this tablet is: already prepared, prepared by the code in its address, or waiting for the team. */
export async function settle() {
  try {
    become(await outbox.kept("kiosk"));
  } catch {
    return wait(
      "Ce navigateur ne peut rien garder. Quittez la navigation privée, puis rouvrez cette page.",
    );
  }
  if (!window.crypto || !crypto.subtle) {
    return wait(
      "Cette tablette a besoin d’une adresse qui commence par https." +
        " Demandez-la à la personne qui tient le serveur.",
    );
  }
  const code = location.hash.slice(1);
  if (code) {
    history.replaceState(null, "", location.pathname);
    await prepare(code);
  }
  return me && me.campaign === campaign ? open() : wait();
}

/** @param {string} [why] it can never be prepared */
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

/**
 * The code as it was scanned, pasted (with its address) or typed (in groups, with letters for digits).
 * @param {string} text
 */
function read(text) {
  const code = text.slice(text.indexOf("#") + 1).toLowerCase()
    .replace(/[\s-]/g, "").replace(/o/g, "0").replace(/[il]/g, "1");
  const [id, secret] = code.split(".");
  return { id, secret: secret || "" };
}

/** @param {string} text the code of the team's link; what is wrong with it is said under its field */
export async function prepare(text) {
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
    become({ ...found, campaign, before: await outbox.kept("sent") || 0 });
    await outbox.keep("kiosk", me);
    for (const name of ["contact", "pin", "unknown", "told"]) await outbox.keep(name, null);
    await startCounting();
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  } catch (error) {
    // A link opened twice on its own tablet is no trouble.
    if (me) return;
    const lost = error instanceof TypeError || !error.message;
    byId("kiosk-prepare-trouble").textContent = lost
      ? "Pas de réseau. Connectez la tablette, puis recommencez."
      : error.message;
  }
}

/** Everything that a day without network needs, the page on rights included; never an answer. */
async function keepPages() {
  if (!navigator.serviceWorker || !self.caches) return;
  const keeper = await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  const next = await fetch(home, { credentials: "omit", cache: "no-store" })
    .then((answer) => answer.text());
  // The page kept may be newer than this one, and its files must be here before the network goes.
  const files = next.match(/\/static\/[\w./-]+\?v=\w+/g) || [];
  keeper.active.postMessage({ keep: [...panel.dataset.keep.split(" "), ...files].filter(Boolean) });
  const leaves = await caches.open("leaves");
  for (const address of panel.dataset.leaves.split(" ").filter(Boolean)) {
    if (!await leaves.match(address, { ignoreVary: true })) await leaves.add(address);
  }
}
