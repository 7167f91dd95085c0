import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PrecacheController } from 'workbox-precaching';
import { makeWhole, openReadable } from '#sw/whole-precache.ts';

/** Two files that the test's own server has. */
const PAGE = new URL('/src/base/bytes.ts', location.href).href;
const PART = new URL('/src/base/result.ts', location.href).href;
const NOBODY = 'http://localhost:1/part.js';

let name: string;

beforeEach(() => {
  name = `precache-${crypto.randomUUID()}`;
});

afterEach(async () => {
  vi.restoreAllMocks();
  await caches.delete(name);
});

async function digestOf(url: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await (await fetch(url)).arrayBuffer());
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`;
}

function precacheOf(...entries: readonly { url: string; revision: string | null; integrity?: string }[]) {
  const controller = new PrecacheController({ cacheName: name });
  controller.addToCacheList([...entries]);
  const keys = controller.getURLsToCacheKeys();
  return { controller, keyOf: (url: string) => keys.get(url)! };
}

async function kept(cacheKey: string): Promise<string | undefined> {
  const cache = await openReadable(name);
  return (await cache.match(cacheKey))?.text();
}

test('what was lost is fetched again, what is there stays as it is', async () => {
  const { controller, keyOf } = precacheOf(
    { url: PAGE, revision: 'r1', integrity: await digestOf(PAGE) },
    { url: PART, revision: null },
  );
  const cache = await openReadable(name);
  await cache.put(keyOf(PART), new Response('as it was installed'));

  expect(await makeWhole(controller)).toBe(true);
  expect(await kept(keyOf(PAGE))).toBe(await (await fetch(PAGE)).text());
  expect(await kept(keyOf(PART))).toBe('as it was installed');
});

test('a whole precache asks the server nothing', async () => {
  const { controller, keyOf } = precacheOf({ url: NOBODY, revision: null });
  const cache = await openReadable(name);
  await cache.put(keyOf(NOBODY), new Response('part'));

  expect(await makeWhole(controller)).toBe(true);
});

test('the page of another build is not taken for the one that was lost', async () => {
  const { controller, keyOf } = precacheOf({ url: PAGE, revision: 'r1', integrity: await digestOf(PART) });

  expect(await makeWhole(controller)).toBe(false);
  expect(await kept(keyOf(PAGE))).toBeUndefined();
});

test('without a line it says that something is missing', async () => {
  const { controller, keyOf } = precacheOf({ url: NOBODY, revision: null }, { url: PART, revision: null });

  expect(await makeWhole(controller)).toBe(false);
  expect(await kept(keyOf(NOBODY))).toBeUndefined();
});

test('a file whose content cannot be read to its end counts as lost', async () => {
  const { controller, keyOf } = precacheOf({ url: PART, revision: null });
  const cache = await openReadable(name);
  await cache.put(keyOf(PART), new Response('torn'));
  vi.spyOn(Cache.prototype, 'match').mockResolvedValueOnce(new Response(tornBody()));

  expect(await makeWhole(controller)).toBe(true);
  expect(await kept(keyOf(PART))).toBe(await (await fetch(PART)).text());
});

test('a cache that cannot be read for good makes room for a new one', async () => {
  const { controller, keyOf } = precacheOf({ url: PART, revision: null });
  const cache = await openReadable(name);
  await cache.put(new URL('/left', location.href), new Response('of the unreadable one'));
  vi.spyOn(Cache.prototype, 'keys').mockRejectedValueOnce(new DOMException('Unexpected internal error.'));

  expect(await makeWhole(controller)).toBe(true);
  expect((await (await openReadable(name)).keys()).map(({ url }) => url)).toEqual([keyOf(PART)]);
});

function tornBody(): ReadableStream<Uint8Array> {
  return new ReadableStream({
    pull: (controller) => controller.error(new TypeError('the file ends in mid-sentence')),
  });
}
