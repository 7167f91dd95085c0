// The catalogue is the largest answer and hardly ever changes: who has it is not sent it again.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { createApp } from '#server/app.ts';
import { newServerEpoch, readServerState } from '#server/server-state.ts';
import { admin } from '../support/admin.ts';
import { openTill } from '../support/shop.ts';
import { openTestServer, ORIGIN, random, type TestServer } from '../support/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await openTestServer();
});
afterEach(() => server.close());

function ask({ app }: Pick<TestServer, 'app'>, etag?: string): Promise<Response> {
  const headers = etag === undefined ? {} : { 'if-none-match': etag };
  return Promise.resolve(app.request(ORIGIN + ROUTES.catalogue, { headers }));
}

async function tagOf(one: Pick<TestServer, 'app'>): Promise<string> {
  const answer = await ask(one);
  expect(answer.status).toBe(200);
  // Whoever compresses it on its way says by W/ that it is no longer the same bytes.
  return answer.headers.get('etag')!.replace(/^W\//, '');
}

/** Another process on the same database. */
async function secondProcess(): Promise<Pick<TestServer, 'app'>> {
  const { db, keys, clock } = server;
  const state = await readServerState(db, random);
  return { app: createApp({ db, keys, clock, random, state, log: () => undefined }) };
}

test('is not sent again to who has it, whichever process answers and however old its trust list is', async () => {
  const etag = await tagOf(server);
  server.clock.advance(5 * 3_600_000);
  const again = await ask(server, etag);
  expect([again.status, await again.text()]).toEqual([304, '']);
  const other = await secondProcess();
  expect(await tagOf(other)).toBe(etag);
  // As a proxy that compresses hands it on.
  expect((await ask(other, `W/${etag}`)).status).toBe(304);
});

test('is another one once a shop came, a till was stolen, or the server lost its memory', async () => {
  const tags = [await tagOf(server)];
  const hasChanged = async (one: Pick<TestServer, 'app'> = server): Promise<void> => {
    const tag = await tagOf(one);
    expect(tags).not.toContain(tag);
    expect((await ask(one, tags.at(-1)!)).status).toBe(200);
    tags.push(tag);
  };
  const words = ['merchant', 'add', 'tea-house', 'Tea House', 'EUR', '2', 'food,drinks'];
  expect((await admin(server, words)).code).toBe(0);
  await hasChanged();
  await openTill(server);
  const [till] = await server.db.selectFrom('terminal').selectAll().execute();
  const stolen = { switches: ['stolen'] };
  expect(
    (await admin(server, ['terminal', 'revoke', 'copper-cup', `${till!.till_number}`], stolen)).code,
  ).toBe(0);
  await hasChanged();
  await newServerEpoch(server.db, random, server.clock.nowMs());
  await hasChanged(await secondProcess());
});
