/* What the team sees of the tablet after its PIN, and what it may do: send, export, leave the kiosk. */

import { compare } from "./counting.js";
import { ago, FIXED, many, NARROW } from "./french.js";
import { byId, campaign, edition, home, me, mine, panel } from "./tablet.js";
import { scripts } from "./writing.js";

/** @param {string} text */
const say = (text) => {
  byId("kiosk-said").textContent = text;
};

/** Opens the sheet, with nothing left from the last time. */
export function enter() {
  byId("kiosk-sheet").hidden = false;
  say("");
  byId("kiosk-quit-trouble").textContent = "";
  byId("kiosk-paper").value = "";
  return show();
}

/** Writes how the tablet is, where somebody looks. */
export async function show() {
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
  const lines = (await mine()).filter((entry) => entry.state === "aside").map(line);
  byId("kiosk-aside").replaceChildren(...lines);
  byId("kiosk-export").disabled = !waiting && !aside;
  const news = told
    ? `Dernières nouvelles données à l’équipe${FIXED}: ${ago(told)}.`
    : "Aucune nouvelle donnée à l’équipe pour l’instant.";
  byId("kiosk-edition").textContent = `${me.name}. Version ${edition}. ${news}`;
  byId("kiosk-scripts").textContent = scripts();
  await compare();
}

/** @param {number} waiting @param {number} aside */
function lead(waiting, aside) {
  if (!waiting && !aside) return "Rien n’attend ici.";
  const parts = [];
  if (waiting) parts.push(many(waiting, "réponse attend", "réponses attendent"));
  if (aside) parts.push(many(aside, "est mise de côté", "sont mises de côté"));
  return `${parts.join(`${NARROW}; `)}.`;
}

/** @param {{id: string, cause?: string, status?: number}} entry */
function line({ id, cause, status }) {
  const item = document.createElement("li");
  const reason = `${cause || "refusée sans raison donnée"} (${status || "?"})`;
  const start = `${id.slice(0, 8)}${FIXED}: ${reason}`;
  item.textContent = `${start}. Exportez, puis montrez le fichier à l’équipe.`;
  return item;
}

/** Tries every answer that waits. */
export async function send() {
  say("Envoi…");
  await outbox.flush(true);
  const { waiting } = await window.kiosk.counts();
  say(waiting ? "Le réseau manque encore. Rien n’est perdu, tout reste ici." : "C’est parti.");
  await show();
}

/** Saves the sealed answers in a file that the team can import. */
export async function exportAll() {
  const entries = (await mine()).map(
    ({ id, key, sealed, state, cause }) => ({ id, key, sealed, state, cause: cause || "" }),
  );
  const content = { format: "diagnosis-outbox", version: 1, campaign, kiosk: me.name, entries };
  const file = new Blob([JSON.stringify(content)], { type: "application/json" });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = `reponses-scellees-${campaign}-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  await outbox.keep("exported", entries.map((entry) => entry.id));
  const done = many(entries.length, "réponse exportée", "réponses exportées");
  const next = `Importez le fichier sur la page « Tablettes »${FIXED}: rien ne compte deux fois.`;
  say(`${done}. ${next}`);
}

/** Leaves the kiosk, unless an answer would be left behind. */
export async function quit() {
  const safe = new Set(await outbox.kept("exported") || []);
  const left = (await mine()).filter((entry) => entry.state !== "known" && !safe.has(entry.id));
  if (left.length) {
    const start = many(
      left.length,
      "réponse n’est ni partie ni exportée",
      "réponses ne sont ni parties ni exportées",
    );
    const remedy =
      `Envoyez ou exportez d’abord${FIXED}: la tablette pourra quitter la borne ensuite.`;
    byId("kiosk-quit-trouble").textContent = `${start}. ${remedy}`;
    return;
  }
  await outbox.keep("kiosk", null);
  if (document.fullscreenElement) await document.exitFullscreen().catch(() => 0);
  location.replace(home);
}
