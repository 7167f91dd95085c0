// The app's files on this device. A power cut may leave a cache that can never be read again (Chromium's index of it is
// empty then: `keys` rejects for ever, and so does every later installation), or one with holes. Both would end opening
// without a line, silently and for good; here the lost files are fetched again instead.
import type { PrecacheController } from 'workbox-precaching';

/** An empty cache in the place of one that cannot be read. */
export async function openReadable(name: string): Promise<Cache> {
  try {
    const cache = await caches.open(name);
    await cache.keys();
    return cache;
  } catch {
    await caches.delete(name);
    return caches.open(name);
  }
}

/**
 * Reads every file of the precache to its end and fetches again what cannot be read. Stops at the first that does not
 * come: there is no line, or the server has a newer version, which is installed as a whole.
 * @returns whether everything is there now.
 */
export async function makeWhole(controller: PrecacheController): Promise<boolean> {
  const cache = await openReadable(controller.strategy.cacheName);
  for (const [url, cacheKey] of controller.getURLsToCacheKeys()) {
    if (await isReadable(cache, cacheKey)) continue;
    const integrity = controller.getIntegrityForCacheKey(cacheKey) ?? '';
    if (!(await fetchAgain(cache, cacheKey, new Request(url, { integrity, cache: 'reload' })))) return false;
  }
  return true;
}

async function isReadable(cache: Cache, cacheKey: string): Promise<boolean> {
  try {
    const kept = await cache.match(cacheKey);
    await kept?.body?.pipeTo(new WritableStream());
    return kept !== undefined;
  } catch {
    return false;
  }
}

async function fetchAgain(cache: Cache, cacheKey: string, request: Request): Promise<boolean> {
  try {
    const response = await fetch(request);
    if (!response.ok || response.redirected) return false;
    await cache.put(cacheKey, response);
    return true;
  } catch {
    return false;
  }
}
