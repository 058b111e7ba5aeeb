"use strict";
/* Keeps the page of a workshop's day, which holds no count and no name, so that it opens without network. */
const STORE = "day";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => {
  if (!event.data.keep) return;
  event.waitUntil(
    fill(event.data.keep).then((whole) => event.source.postMessage({ ready: whole })),
  );
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const page = request.mode === "navigate" && url.pathname.startsWith("/day/");
  if (page || url.pathname.startsWith("/static/")) event.respondWith(find(request, page));
});

/* Only our own server speaks so: a captive portal must not take the page's place. */
const ours = (answer) =>
  answer.status === 200 && answer.headers.get("Referrer-Policy") === "no-referrer";

/** The page as it is now if there is a network; its files from what is kept, whose names change with them. */
async function find(request, page) {
  const cache = await caches.open(STORE);
  const kept = await cache.match(request, { ignoreVary: true, ignoreSearch: page });
  if (kept && !page) return kept;
  try {
    const answer = await fetch(request);
    // An address that was renewed opens nothing any more, here too.
    if (page && answer.status === 404) await cache.delete(request, { ignoreSearch: true });
    if (ours(answer)) await cache.put(page ? bare(request.url) : request, answer.clone());
    return ours(answer) || !kept ? answer : answer.status === 404 ? answer : kept;
  } catch {
    return kept || Response.error();
  }
}

const bare = (address) => new URL(address).pathname;

/** Keep a page and its files; true once all of them are. */
async function fill(addresses) {
  const cache = await caches.open(STORE);
  const kept = await Promise.all(addresses.map(async (address) => {
    try {
      const answer = await fetch(address);
      if (ours(answer)) await cache.put(address, answer);
    } catch {
      // No network: what an earlier visit kept will do.
    }
    return Boolean(await cache.match(address, { ignoreVary: true }));
  }));
  return kept.every(Boolean);
}
