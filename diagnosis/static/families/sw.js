"use strict";
/* Keeps the questionnaire's pages (never an answer) so that they open without network. */
const STORES = ["pages", "assets", "sounds"];

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

addEventListener("message", (event) => {
  const { keep, light, forget } = event.data;
  if (forget) event.waitUntil(Promise.all(STORES.map((store) => caches.delete(store))));
  else if (keep && !light) event.waitUntil(fill(keep, false));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && /^\/(q|kiosk)\/[^/]+$/.test(url.pathname)) {
    event.respondWith(page(event, url));
  } else if (/^\/words\/[^/]+\/news\//.test(url.pathname)) event.respondWith(news(request));
  else if (/^\/(static|words|pictures)\b/.test(url.pathname)) {
    event.respondWith(asset(request, "assets"));
  } else if (/^\/voices\//.test(url.pathname)) event.respondWith(asset(request, "sounds"));
});

/* Only our own server speaks so: a captive portal must not take a page's place. */
const ours = (answer) =>
  answer.headers.get("Content-Security-Policy") &&
  answer.headers.get("Referrer-Policy") === "no-referrer";
const isAsset = (answer) =>
  answer.status === 200 && !/html/.test(answer.headers.get("Content-Type"));

/* The one name of a page, whatever the order of its parameters. */
function name(url) {
  const asked = url.searchParams;
  const language = asked.get("lang");
  if (url.pathname.startsWith("/kiosk/")) return url.pathname;
  const parts = [`lang=${language}`, `channel=${asked.get("channel") || "phone"}`];
  if (asked.get("assisted") === "1") parts.push("assisted=1");
  return `${url.pathname}?${parts.join("&")}`;
}

async function page(event, url) {
  const cache = await caches.open("pages");
  const kept = await find(cache, url);
  // Who scanned a code on a wall is asked for her language, where somebody can ask.
  const fresh = renew(cache, url, scanned(url) ? undefined : kept);
  if (kept && !scanned(url)) {
    event.waitUntil(fresh);
    return kept;
  }
  const answer = await fresh || kept;
  // Another language of the same questionnaire, rather than nothing.
  const [other] = answer ? [] : await family(cache, url);
  return answer || other && cache.match(other, { ignoreVary: true }) || Response.error();
}

const scanned = (url) => url.searchParams.get("door") && !url.searchParams.get("lang");

/* Without a language in the address, the first of this device's languages that is kept. */
async function find(cache, url) {
  if (url.searchParams.get("lang") || url.pathname.startsWith("/kiosk/")) {
    return cache.match(name(url), { ignoreVary: true });
  }
  const first = (tag) => tag.split("-")[0];
  const keys = await family(cache, url);
  for (const wanted of navigator.languages) {
    const key = keys.find((other) =>
      first(new URL(other).searchParams.get("lang") || "") === first(wanted)
    );
    if (key) return cache.match(key, { ignoreVary: true });
  }
  return undefined;
}

/* The addresses kept of one campaign. */
async function family(cache, url) {
  return (await cache.keys()).map((key) => key.url).filter((other) =>
    new URL(other).pathname === url.pathname
  );
}

/* Asks the server whether the page changed; undefined without network. */
async function renew(cache, url, kept) {
  const headers = kept ? { "If-None-Match": kept.headers.get("ETag") || "" } : {};
  let answer;
  try {
    answer = await fetch(url, {
      headers,
      credentials: "omit",
      redirect: "manual",
      cache: "no-store",
    });
  } catch {
    return undefined;
  }
  if (answer.status === 200 && ours(answer)) {
    const language = answer.headers.get("Content-Language");
    if (language) url.searchParams.set("lang", language);
    // The question for a language is no page of the questionnaire: it is asked anew each time.
    if (language || url.pathname.startsWith("/kiosk/")) await lay(cache, name(url), answer.clone());
    if (kept) await fill(await family(cache, url), true);
  }
  // The campaign has ended, or is no more: its pages would only mislead.
  if ([404, 410].includes(answer.status) && ours(answer)) {
    for (const key of await family(cache, url)) await cache.delete(key);
  }
  return answer;
}

async function fill(addresses, anew) {
  for (const address of addresses) {
    const isPage = /^\/(q|kiosk)\//.test(new URL(address, location.href).pathname);
    const cache = await caches.open(isPage ? "pages" : "assets");
    if (!anew && await cache.match(address, { ignoreVary: true })) continue;
    const answer = await fetch(address, {
      credentials: "omit",
      redirect: "manual",
      cache: "no-store",
    }).catch(() => undefined);
    if (answer && (isPage ? answer.status === 200 && ours(answer) : isAsset(answer))) {
      await lay(cache, address, answer);
    }
  }
}

/* What is published as it is today; as it was last, without network. */
async function news(request) {
  const cache = await caches.open("assets");
  const answer = await fetch(request.url, { credentials: "omit" }).catch(() => undefined);
  if (answer && isAsset(answer)) await lay(cache, request.url, answer.clone());
  return answer || await cache.match(request, { ignoreVary: true }) || Response.error();
}

/* A page is kept with the files that it names, so are news. */
async function lay(cache, address, answer) {
  const files = /^\/(static|pictures)\b/.test(address)
    ? []
    : (await answer.clone().text()).match(/\/(static|words|pictures)\b[^"#\\]+/g) || [];
  await cache.put(address, answer);
  await fill(files, false);
}

async function asset(request, store) {
  const cache = await caches.open(store);
  const kept = await cache.match(request, { ignoreVary: true });
  const whole = kept || await fetch(request.url, { credentials: "omit" });
  if (!kept && isAsset(whole)) await cache.put(request.url, whole.clone());
  return whole;
}
