// The service worker of both apps: precache, navigation, update on request, background sync as a wake-up call.
// It knows no rules and opens no database.
import { setCacheNameDetails } from 'workbox-core';
import { PrecacheController, type PrecacheEntry, PrecacheRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute, setCatchHandler } from 'workbox-routing';
import { notOurs } from './not-ours.ts';
import { makeWhole, openReadable } from './whole-precache.ts';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: readonly (PrecacheEntry | string)[];
};
declare const __APP__: 'wallet' | 'cashier';

/** Not in TypeScript's library: Background Sync exists in Chromium only. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
  readonly lastChance: boolean;
}

/** By then a page that can start has started. */
const PAGE_STANDS_MS = 10_000;

// Two workers share one origin and the wallet's scope contains the cashier's: each names its caches after
// itself and touches no other's. (workbox's cleanupOutdatedCaches matches by scope text and would empty the till's.)
setCacheNameDetails({ prefix: `tessera-${__APP__}` });
const precache = new PrecacheController();
precache.addToCacheList([...self.__WB_MANIFEST]);
const page = precache.createHandlerBoundToURL('index.html');
registerRoute(new PrecacheRoute(precache, { cleanURLs: false }));
registerRoute(
  new NavigationRoute(
    (asked) => {
      (asked.event as FetchEvent).waitUntil(makeWholeSoon());
      return page(asked);
    },
    { denylist: notOurs(__APP__) },
  ),
);
// A cache that fails is worth less than a line.
setCatchHandler(({ request }) => fetch(request));

self.addEventListener('install', (event) =>
  event.waitUntil(openReadable(precache.strategy.cacheName).then(() => precache.install(event))),
);
self.addEventListener('activate', (event) =>
  event.waitUntil(Promise.all([self.clients.claim(), precache.activate(event)])),
);

// An update waits until a person agrees: a cashier must never be reloaded in the middle of a sale.
self.addEventListener('message', (event) => {
  const { type } = (event.data ?? {}) as { readonly type?: unknown };
  if (type === 'SKIP_WAITING') void self.skipWaiting();
  if (type === 'MAKE_WHOLE')
    event.waitUntil(makeWholeOnce().then((isWhole) => event.ports[0]?.postMessage(isWhole)));
});

self.addEventListener('sync' as never, (event: SyncEvent) => {
  if (event.tag === 'outbox') event.waitUntil(wakeWindows());
});

/** One at a time, whoever asks. */
let underWay: Promise<boolean> | undefined;
let looked = false;

function makeWholeOnce(): Promise<boolean> {
  looked = true;
  underWay ??= makeWhole(precache).finally(() => (underWay = undefined));
  return underWay;
}

/** The page asks by itself as soon as it stands. This is for the page that cannot, because its own files are torn. */
async function makeWholeSoon(): Promise<void> {
  await new Promise((done) => setTimeout(done, PAGE_STANDS_MS));
  if (!looked) await makeWholeOnce();
}

/** Asks open windows to sync. With none open it fails on purpose, so that the browser tries again later. */
async function wakeWindows(): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window' });
  if (windows.length === 0) throw new Error('no window is open to sync');
  for (const window of windows) window.postMessage({ type: 'sync' });
}
