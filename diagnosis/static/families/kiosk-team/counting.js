/* The count on paper, compared with the tablet's: how many answers since the last time. */

import { ago, FIXED, many } from "./french.js";
import { byId } from "./tablet.js";

/** Counts anew from here. */
export async function startCounting() {
  const { sent, all } = await window.kiosk.counts();
  await outbox.keep("zero", { count: sent + all, time: new Date().toISOString() });
}

/** Answers given here since the last time that paper and tablet were compared. */
async function counted() {
  const { sent, all } = await window.kiosk.counts();
  const start = await outbox.kept("zero") || { count: 0, time: new Date().toISOString() };
  return { count: Math.max(0, sent + all - start.count), since: start.time };
}

/** Says what the tablet counted, and how far the number on paper is from it. */
export async function compare() {
  const { count, since } = await counted();
  const found = count ? many(count, "réponse", "réponses") : "aucune réponse";
  byId("kiosk-counted").textContent = `Cette tablette a compté ${found} depuis le dernier compte (${
    ago(since)
  }).`;
  const paper = byId("kiosk-paper").value.trim();
  byId("kiosk-difference").textContent = /^\d+$/.test(paper)
    ? difference(Number(paper), count)
    : "";
}

/** @param {number} paper @param {number} tablet */
function difference(paper, tablet) {
  const start = `Papier ${paper}, tablette ${tablet}${FIXED}: `;
  const gap = Math.abs(paper - tablet);
  const number = gap === 1 ? "une" : String(gap);
  if (!gap) return `${start}le compte est bon.`;
  return start + (paper > tablet ? `il en manque ${number}.` : `il y en a ${number} de plus.`);
}

/** Both counts start again together. */
export async function zero() {
  await startCounting();
  byId("kiosk-paper").value = "";
  await compare();
}
