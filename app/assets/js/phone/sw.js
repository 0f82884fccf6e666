// The service worker of the day's pages: the newest page where there is signal, the kept one where there is none.
/* global FILES, BUILD */
import { openStore } from "./store.js";

const ROOT = new URL(self.location.href).pathname.replace(/sw\.js$/, "");
const CACHE = `cydofal-build-${BUILD}`;
const NO_SIGNAL = `${ROOT}my-visits/no-signal`;
const UNANSWERED_MS = 8000;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(install());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(activate());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/build/")) event.respondWith(file(request));
  else if (request.mode === "navigate" && isOfDay(url.pathname)) event.respondWith(page(request, url));
});

// A page asks to have others kept, for when the signal goes.
self.addEventListener("message", (event) => {
  event.waitUntil(Promise.all(event.data.keep.map(keepAhead)));
});

function isOfDay(path) {
  return path === `${ROOT}today` || path === `${ROOT}my-visits` || path.startsWith(`${ROOT}my-visits/`);
}

async function install() {
  const cache = await caches.open(CACHE);
  // Files have their content's hash in their name, so the browser's own cache has most of them already.
  await Promise.allSettled(FILES.map((name) => cache.add(`/static/build/${name}`)));
}

async function activate() {
  for (const name of await caches.keys()) if (name.startsWith("cydofal-build-") && name !== CACHE) await caches.delete(name);
  await self.clients.claim();
}

async function file(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  return fetch(request);
}

async function page(request, url) {
  const store = await openStore(ROOT).catch(() => null);
  const kept = store && (await store.findPage(url.pathname).catch(() => null));
  try {
    const answer = await within(fetch(request), kept ? UNANSWERED_MS : 0);
    if (store) await keep(store, url.pathname, answer.clone()).catch(() => {});
    return answer;
  } catch (away) {
    const other = kept || (store && (await store.findPage(NO_SIGNAL).catch(() => null)));
    if (!other) throw away;
    return drawn(other);
  }
}

async function keepAhead(path) {
  try {
    const store = await openStore(ROOT);
    await keep(store, path, await fetch(path, { credentials: "same-origin", redirect: "manual" }));
  } catch {
    // The signal went: what was kept before stays.
  }
}

async function keep(store, path, answer) {
  const isPage = (answer.headers.get("Content-Type") || "").startsWith("text/html");
  if (!answer.ok || !isPage) return;
  const html = await answer.text();
  const whose = /data-whose="([0-9a-f-]+)"/.exec(html);
  if (!whose) return;
  await store.claim(whose[1]);
  await store.keepPage(path, { html, policy: answer.headers.get("Content-Security-Policy") });
}

function drawn({ html, policy, at }) {
  const marked = html.replace(" data-phone ", ` data-phone data-kept-at="${at}" `);
  return new Response(marked, {
    headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy, "Cache-Control": "no-store" },
  });
}

function within(answer, limit) {
  if (!limit) return answer;
  const late = new Promise((_done, failed) => setTimeout(() => failed(new Error("late")), limit));
  return Promise.race([answer, late]);
}
