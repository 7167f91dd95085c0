// A key is changed in the database and in the keys folder: cut off anywhere in between, the two still belong together.
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hexFromBytes } from '#base/bytes.ts';
import { ANNOUNCED_AT_LEAST_MS } from '#server/admin/commands/server-key.ts';
import { checkKeys } from '#server/check-keys.ts';
import { type KeyStore, openKeyFile, readKeyStore } from '#server/keys.ts';
import { merchantKeyFiles, serverKeyFiles } from '#server/key-files.ts';
import { takeUpNextKeys } from '#server/next-keys.ts';
import { readServerKey } from '#server/server-state.ts';
import { admin } from '../../support/admin.ts';
import { openFaultyDatabase } from '../../support/faulty-database.ts';
import { openTestServer, type TestServer } from '../../support/test-server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await openTestServer();
  await checkKeys(server.db, server.keys);
});
afterEach(() => server.close());

/** As every process does at its start. */
async function startAgain(): Promise<KeyStore> {
  await takeUpNextKeys(server.db, server.keysDir, server.clock.nowMs());
  const keys = await readKeyStore(server.keysDir);
  if (!keys.ok) throw new Error(keys.error.message);
  expect(await checkKeys(server.db, keys.value)).toEqual({ ok: true, value: null });
  return keys.value;
}

async function rootOf(slug: string) {
  const row = server.db.selectFrom('merchant').selectAll().where('slug', '=', slug);
  const { id, root_key, former_root_keys } = await row.executeTakeFirstOrThrow();
  return { id, key: hexFromBytes(new Uint8Array(root_key)), former: former_root_keys };
}

test('a root is changed whole or not at all, whatever the database answers and at which statement', async () => {
  const faulty = openFaultyDatabase(server.databaseUrl);
  for (let at = 1, struck = true; struck; at++)
    for (const after of [false, true]) {
      const before = await rootOf('copper-cup');
      server.clock.advance(1000);
      faulty.arm({ at, code: 'lost', after });
      await admin({ ...server, db: faulty.db }, ['key', 'rotate', 'copper-cup']).catch(() => undefined);
      struck = faulty.struck();
      const keys = await startAgain();
      const { id, key, former } = await rootOf('copper-cup');
      expect(hexFromBytes((await keys.merchant(id)).publicKey)).toBe(key);
      if (key !== before.key) expect(former[0]).toBe(before.key);
    }
  await faulty.db.destroy();
});

test('a root that the database has and the folder has beside its place is taken up, and the old one kept', async () => {
  const { id, key } = await rootOf('copper-cup');
  const files = merchantKeyFiles(server.keysDir, id, server.clock.nowMs());
  const next = await openKeyFile(files.next);
  if (!next.ok) throw new Error(next.error.message);
  await startAgain();
  expect(readdirSync(server.keysDir)).toContain(`merchant-${id}.next.jwk`);
  const root_key = Buffer.from(next.value.publicKey);
  const changed = { root_key, former_root_keys: JSON.stringify([key]) };
  await server.db.updateTable('merchant').set(changed).where('id', '=', id).execute();
  const keys = await startAgain();
  expect((await keys.merchant(id)).publicKey).toEqual(next.value.publicKey);
  const names = readdirSync(server.keysDir).filter((name) => name.includes(id));
  expect(names.toSorted()).toEqual([
    `merchant-${id}.jwk`,
    `merchant-${id}.until-${server.clock.nowMs()}.jwk`,
  ]);
});

test("a switch of the server's key that was cut off before the folder had it is finished at the next start", async () => {
  await admin(server, ['server-key', 'announce']);
  server.clock.advance(ANNOUNCED_AT_LEAST_MS);
  const first = server.keys.server.publicKey;
  const { next } = serverKeyFiles(server.keysDir, 0);
  const second = await openKeyFile(next);
  if (!second.ok) throw new Error(second.error.message);
  const faulty = openFaultyDatabase(server.databaseUrl);
  for (let at = 1; (await readServerKey(server.db)) === hexFromBytes(first); at++) {
    faulty.arm({ at, code: 'lost', after: true });
    await admin({ ...server, db: faulty.db }, ['server-key', 'switch']).catch(() => undefined);
  }
  await faulty.db.destroy();
  expect(readdirSync(server.keysDir)).toContain('server-next.jwk');
  expect((await startAgain()).server.publicKey).toEqual(second.value.publicKey);
  expect(readdirSync(server.keysDir)).toContain(`server.until-${server.clock.nowMs()}.jwk`);
});
