// The service worker of both apps: precache, navigation, update on request, background sync as a wake-up call.
// It knows no rules and opens no database.
import { setCacheNameDetails } from 'workbox-core';
import { createHandlerBoundToURL, type PrecacheEntry, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: readonly (PrecacheEntry | string)[];
};
declare const __APP__: 'wallet' | 'cashier';

/** Not in TypeScript's library: Background Sync exists in Chromium only. */
interface SyncEvent extends ExtendableEvent {
  readonly tag: string;
  readonly lastChance: boolean;
}

// Two workers share one origin and the wallet's scope contains the cashier's: each names its caches after
// itself and deletes none. (workbox's cleanupOutdatedCaches matches by scope text and would empty the till's.)
setCacheNameDetails({ prefix: `tessera-${__APP__}` });
precacheAndRoute([...self.__WB_MANIFEST], { cleanURLs: false });
registerRoute(new NavigationRoute(createHandlerBoundToURL('index.html'), { denylist: notOurs() }));

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

// An update waits until a person agrees: a cashier must never be reloaded in the middle of a sale.
self.addEventListener('message', (event) => {
  if ((event.data as { type?: unknown } | null)?.type === 'SKIP_WAITING') void self.skipWaiting();
});

self.addEventListener('sync' as never, (event: SyncEvent) => {
  if (event.tag === 'outbox') event.waitUntil(wakeWindows());
});

/** Asks open windows to sync. With none open it fails on purpose, so that the browser tries again later. */
async function wakeWindows(): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window' });
  if (windows.length === 0) throw new Error('no window is open to sync');
  for (const window of windows) window.postMessage({ type: 'sync' });
}

/** Paths below our scope that belong to somebody else. */
function notOurs(): RegExp[] {
  return __APP__ === 'wallet' ? [/^\/(api|cashier|demo|schema)(\/|$)/] : [/^\/api\//];
}
