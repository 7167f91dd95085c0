// What a load balancer, and anybody else, may ask as often as they like.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { createApp } from '#server/app.ts';
import { type FaultyDatabase, openFaultyDatabase } from '../support/faulty-database.ts';
import { openTestServer, ORIGIN, random, testClock, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let recorded: FaultyDatabase;
beforeAll(async () => {
  server = await openTestServer();
  recorded = openFaultyDatabase(server.databaseUrl);
});
afterAll(async () => {
  await recorded.db.destroy();
  await server.close();
});

function openApp() {
  const clock = testClock();
  const { keys, state } = server;
  const app = createApp({ db: recorded.db, keys, clock, random, state, log: () => undefined });
  return { clock, ready: async () => (await app.request(ORIGIN + ROUTES.ready)).status };
}

test('a hundred calls at once and a hundred within the second ask the database once', async () => {
  const { clock, ready } = openApp();
  const before = recorded.statements.length;
  const hundred = Array.from({ length: 100 });
  expect(new Set(await Promise.all(hundred.map(ready)))).toEqual(new Set([200]));
  clock.advance(999);
  expect(new Set(await Promise.all(hundred.map(ready)))).toEqual(new Set([200]));
  expect(recorded.statements.length - before).toBe(1);
  clock.advance(1);
  await ready();
  expect(recorded.statements.length - before).toBe(2);
});

test('a database that has gone, and one that is back, show a second later', async () => {
  const { clock, ready } = openApp();
  recorded.arm({ at: 1, code: '40001' });
  expect(await ready()).toBe(503);
  clock.advance(999);
  expect(await ready()).toBe(503);
  clock.advance(1);
  expect(await ready()).toBe(200);
});
