import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createCatalogue } from '#worker/shared/catalogue.ts';
import { createHttp } from '#worker/shared/http.ts';
import type { Fetch } from '#worker/shared/surroundings.ts';
import { createLockExclusive } from '#worker/shared/exclusive.ts';
import { admin } from '../../support/admin.ts';
import { openSharedDatabase } from '../../support/memory-database.ts';
import { openSharedStores, type OpenSharedStores } from '../../support/open-stores.ts';
import { systemRandom } from '../../support/test-device.ts';
import { openTestServer, ORIGIN, type TestServer } from '../../support/test-server.ts';
import { throwBug } from '../../support/throw-bug.ts';

const HOUR_MS = 3_600_000;

let server: TestServer;
let stores: OpenSharedStores;
/** Of the answers so far. */
let statuses: number[];
beforeEach(async () => {
  server = await openTestServer();
  stores = openSharedStores(openSharedDatabase());
  statuses = [];
});
afterEach(() => server.close());

function openCatalogue(underWay: () => Promise<unknown> = async () => undefined) {
  const { clock } = server;
  const fetch: Fetch = async (url, init) => {
    const response = await server.app.request(url, init);
    statuses.push(response.status);
    await underWay();
    return response;
  };
  const around = {
    clock,
    fetch,
    origin: ORIGIN,
    random: systemRandom,
    timers: { after: () => () => undefined },
    exclusive: createLockExclusive(undefined),
    onBug: throwBug,
  };
  const events = { isCut: () => false, onAnswer: async () => undefined, onSilence: async () => undefined };
  return createCatalogue({ stores, clock, http: createHttp(around, events) });
}

it('is fetched whole once and again a day later, and is as fresh as the last word of the server', async () => {
  const catalogue = openCatalogue();
  expect(await catalogue.refresh()).toEqual({ ok: true, value: true });
  const first = (await catalogue.current())!;
  for (const _ of [1, 2]) {
    server.clock.advance(11 * HOUR_MS);
    expect(await catalogue.refresh()).toEqual({ ok: true, value: false });
    expect(await catalogue.current()).toEqual({ ...first, fetchedAtMs: server.clock.nowMs() });
  }
  expect(statuses).toEqual([200, 304, 304]);
  server.clock.advance(3 * HOUR_MS);
  await catalogue.refresh();
  expect(statuses).toEqual([200, 304, 304, 200]);
  // Signed anew: the other one would have ended a day sooner.
  expect((await catalogue.current())!.trustList.expiresAtS - first.trustList.expiresAtS).toBe(25 * 3_600);
});

it('is fetched whole when something changed, by another worker on the same disk too', async () => {
  await openCatalogue().refresh();
  const words = ['merchant', 'add', 'tea-house', 'Tea House', 'EUR', '2', 'food,drinks'];
  expect((await admin(server, words)).code).toBe(0);
  const other = openCatalogue();
  expect(await other.refresh()).toEqual({ ok: true, value: true });
  expect((await other.current())!.reply.merchants.map(({ slug }) => slug)).toContain('tea-house');
  expect(await other.refresh()).toEqual({ ok: true, value: false });
  expect(statuses).toEqual([200, 200, 304]);
});

it('is not put back by an older answer that comes later', async () => {
  await openCatalogue().refresh();
  server.clock.advance(25 * HOUR_MS);
  const other = openCatalogue();
  const late = openCatalogue(async () => {
    server.clock.advance(1_000);
    await admin(server, ['merchant', 'add', 'tea-house', 'Tea House', 'EUR', '2', 'food,drinks']);
    await other.refresh();
  });
  expect(await late.refresh()).toMatchObject({ ok: true });
  for (const each of [late, other, openCatalogue()])
    expect((await each.current())!.reply.merchants.map(({ slug }) => slug)).toContain('tea-house');
});

it('is fetched whole where what is stored does not hold', async () => {
  const catalogue = openCatalogue();
  await catalogue.refresh();
  const row = (await stores.catalogue.get())!;
  await stores.catalogue.put({ ...row, reply: { ...row.reply, trustList: 'AAAA' } });
  const other = openCatalogue();
  expect(await other.current()).toBeUndefined();
  await other.refresh();
  expect(await other.current()).toBeDefined();
  expect(statuses).toEqual([200, 200]);
});

it('is used as far as it can be read where the disk has changed it, and comes whole with the next answer', async () => {
  await openCatalogue().refresh();
  const row = (await stores.catalogue.get())!;
  const [first, ...others] = row.reply.programmes;
  const programmes = [{ ...first!, definition: { id: 'spoilt' } }, ...others];
  await stores.catalogue.put({ ...row, reply: { ...row.reply, programmes } });
  const other = openCatalogue();
  expect((await other.current())!.reply.programmes).toEqual(programmes);
  await other.refresh();
  expect(statuses).toEqual([200, 200]);
  expect((await other.current())!.reply.programmes[0]).toEqual(first);
});

it.each([
  ['no reply', () => ({})],
  ['another kind of reply', () => ({ reply: { merchants: 'x' } })],
])('is fetched whole where the disk has left %s', async (_, left) => {
  await openCatalogue().refresh();
  const { reply: _reply, ...row } = (await stores.catalogue.get())!;
  await stores.catalogue.put({ ...row, ...left() } as never);
  const other = openCatalogue();
  expect(await other.current()).toBeUndefined();
  expect(await other.refresh()).toEqual({ ok: true, value: true });
  expect(statuses).toEqual([200, 200]);
});
