// What the wallet's service worker must let pass: every place of the server that is not the wallet's own.
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '#server/app.ts';
import { APP_BASES } from '#server/http/static-files.ts';
import { notOurs } from '#sw/not-ours.ts';
import { openTestServer, random, type TestServer } from '../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

/** As workbox asks: by path and query. */
function opensWallet(place: string): boolean {
  return !notOurs('wallet').some((rule) => rule.test(place));
}

/** Where a person could go and the server answers with something else than the wallet. */
function placesBeside(): readonly string[] {
  const { db, keys, clock, state } = server;
  const localAuthority = new Uint8Array([1]);
  const app = createApp({ db, keys, clock, random, state, log: () => undefined, localAuthority });
  const routes = app.routes.map(({ path }) => path.replace(/[:*].*$/, 'x')).filter((path) => path !== '/x');
  const bases = APP_BASES.filter((base) => base !== '/');
  const folders = readdirSync('public', { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `/${name}/x.json`);
  const bare = bases.map((base) => base.slice(0, -1));
  return [...routes, ...bases, ...bare, ...bases.map((base) => `${base}deeper`), ...folders];
}

test('every path that the server serves beside the wallet is left alone, also with a query', () => {
  const places = placesBeside();
  for (const known of ['/operator/', '/api/v1/health', '/api/v1/ready', '/local-authority.crt', '/demo'])
    expect(places).toContain(known);
  const asked = places.flatMap((place) => [place, `${place}?from=mail`]);
  expect(asked.filter(opensWallet)).toEqual([]);
});

test('every screen of the wallet opens the wallet', () => {
  const source = readFileSync('src/wallet/app.tsx', 'utf8');
  const screens = [...source.matchAll(/path="([^"]+)"/g)].map(([, path]) => path!.replace(/:\w+/, 'x'));
  expect(screens.length).toBeGreaterThan(10);
  expect(screens.filter((path) => !opensWallet(path))).toEqual([]);
  expect(opensWallet('/operators')).toBe(true);
});
