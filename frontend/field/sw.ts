// Service worker, one for the site. Field pages: fresh from the network when there is one, from this device when there is
// not. Notices: what our server pushes is shown.
/// <reference lib="webworker" />
import { cleared, moved, opened, shown } from "./push.ts";
declare const self: ServiceWorkerGlobalScope;

const PAGES = "nk-pages-1";
const ASSETS = "nk-assets-1";
const PATIENCE_MS = 5_000;
/** Registry lists that a form chooses from come through the phones' door. */
const LISTS = /^\/k\/[^/]+\/forms\/.+\/media\/[^/]+$/;

self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

self.addEventListener("message", (event: ExtendableMessageEvent) => {
  const data = event.data as { keep?: string[]; forget?: boolean };
  if (data.keep) event.waitUntil(keepReady(data.keep, event.source as Client | null));
  if (data.forget) event.waitUntil(forget(event.ports[0]));
});

self.addEventListener("push", (event) => event.waitUntil(shown(self, event.data)));
self.addEventListener("pushsubscriptionchange", (event) => (event as ExtendableEvent).waitUntil(moved(self)));
self.addEventListener("notificationclick", (event) => event.waitUntil(opened(self, event.notification)));

/** What an older worker kept under other names is given up. */
async function takeOver(): Promise<void> {
  for (const name of await caches.keys()) if (name !== PAGES && name !== ASSETS) await caches.delete(name);
  await self.clients.claim();
}

/** Between signing out and the next person's list nothing is kept: what is being fetched then belongs to who left. */
let gone = false;

async function forget(port: MessagePort | undefined): Promise<void> {
  gone = true;
  for (const name of await caches.keys()) await caches.delete(name);
  await cleared(self);
  port?.postMessage("forgotten");
}

async function keepReady(urls: string[], client: Client | null): Promise<void> {
  gone = false;
  const pages = await caches.open(PAGES);
  const total = urls.length;
  let ready = 0;
  let full = false;
  for (const url of urls) {
    try {
      const response = await fetch(url);
      if (gone) return;
      if (response.ok && !response.redirected) {
        await pages.put(url, response.clone());
        if (response.headers.get("Content-Type")?.startsWith("text/html")) await keepAssets(await response.text());
        ready += 1;
        client?.postMessage({ ready, total });
      }
    } catch (error) {
      full = (error as Error).name === "QuotaExceededError";
      break; // no network or no room: what was kept before still serves
    }
  }
  if (ready === total) await giveUp(urls, pages);
  client?.postMessage({ ready, total, done: true, full });
}

/** Pages that are no longer this person's: visits made, given to another, or of whoever used the device before. */
async function giveUp(urls: string[], pages: Cache): Promise<void> {
  const wanted = new Set(urls);
  for (const request of await pages.keys()) if (!wanted.has(new URL(request.url).pathname)) await pages.delete(request);
}

async function keepAssets(html: string): Promise<void> {
  if (gone) return;
  const assets = await caches.open(ASSETS);
  for (const [, url] of html.matchAll(/(?:src|href)="(\/static\/[^"#]+)/g)) {
    if (!(await assets.match(url!))) {
      const response = await fetch(url!);
      if (response.ok) await assets.put(url!, response);
    }
  }
}

self.addEventListener("fetch", (event: FetchEvent) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(fromAssets(event.request));
  else if (url.pathname.startsWith("/lapangan/") || LISTS.test(url.pathname)) event.respondWith(freshOrKept(event.request));
});

async function fromAssets(request: Request): Promise<Response> {
  if (gone) return fetch(request);
  const assets = await caches.open(ASSETS);
  const kept = await assets.match(request, { ignoreVary: true });
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await assets.put(request, response.clone()).catch(() => undefined);
  return response;
}

async function freshOrKept(request: Request): Promise<Response> {
  if (gone) return fetch(request);
  const pages = await caches.open(PAGES);
  const kept = await pages.match(request.url, { ignoreVary: true });
  try {
    // a slow network is given up only where there is something to show instead
    const response = await fetch(request, kept ? { signal: AbortSignal.timeout(PATIENCE_MS) } : {});
    if (response.ok && !response.redirected) await pages.put(request.url, response.clone()).catch(() => undefined);
    return kept && response.status >= 500 ? kept : response;
  } catch (error) {
    if (kept) return kept;
    if (request.mode === "navigate") return notKept();
    throw error;
  }
}

/** A page that is not on this device: an installed app has no bar to go back by, so the way back stands on it. */
function notKept(): Response {
  const html = `<!doctype html><html lang="id"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Tanpa sinyal</title><h1>Tanpa sinyal</h1>
<p>Halaman ini tidak ada di perangkat. Buka lagi saat ada sinyal. Tidak ada yang hilang.</p>
<p lang="en">No signal: this page is not on the device. Nothing is lost.</p>
<p><a href="/lapangan/">Kembali ke Kunjungan saya</a></p></html>`;
  return new Response(html, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}
