// A server that was restored from an old backup: devices know more than it does, send their last weeks again, and nothing
// that was confirmed is lost or doubled.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bytesFromBase64 } from '#base/bytes.ts';
import { createApp } from '#server/app.ts';
import { exportDatabase } from '#server/admin/export-database.ts';
import { type ImportDeps, importDatabase } from '#server/admin/import-database.ts';
import { readAudit, verifyAudit } from '#server/audit/audit-log.ts';
import { checkKeys } from '#server/check-keys.ts';
import { migrate } from '#server/db/migrate.ts';
import type { Db } from '#server/db/transaction.ts';
import { openKeyStore } from '#server/keys.ts';
import { createStateKeeper, readServerKey, readServerState } from '#server/server-state.ts';
import { admin } from '../../support/admin.ts';
import { accountSum, ledgerSums, staleBalances } from '../../support/books.ts';
import { joinedWallet, memberOf, openTill, present } from '../../support/shop.ts';
import { openEmptyDatabase, type TestDatabase } from '../../support/test-database.ts';
import { openTestServer, random, type TestServer } from '../../support/test-server.ts';

let server: TestServer;
let dir: string;
let restored: TestDatabase;
beforeAll(async () => {
  server = await openTestServer();
  dir = mkdtempSync(path.join(tmpdir(), 'tessera-restore-'));
  restored = await openEmptyDatabase();
  await migrate(restored.db);
});
afterAll(async () => {
  await restored.drop();
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

/** By the server's own operator, with its keys. */
function by(): ImportDeps {
  return { ...server, random, actor: 'test' };
}

async function serverOn(db: Db): Promise<TestServer> {
  const state = await readServerState(db, random);
  const { keys, clock } = server;
  return { ...server, db, state, app: createApp({ db, keys, clock, random, state, log: () => undefined }) };
}

test('what the backup forgot is decided again, what it knows keeps its decision', async () => {
  // One object, so that the same device speaks to the server before and after.
  const address: { -readonly [K in keyof TestServer]: TestServer[K] } = { ...server };
  const [wallet, till] = [await joinedWallet(address), await openTill(address)];
  const known = await till.seal('earn', await till.sell(memberOf(wallet)));
  await till.decide(known);
  const backup = path.join(dir, 'backup.ndjson');
  const rows = await exportDatabase(server.db, backup, server.clock.nowMs());
  expect(statSync(backup).mode & 0o777).toBe(0o600);
  const forgotten = await till.seal('earn', await till.sell(memberOf(wallet)));
  const refused = await till.seal('earn', (await till.sell(memberOf(wallet))).slice(0, -1));
  const before = await till.decide(known, forgotten, refused);
  const heard = await wallet.changes();

  expect(await importDatabase({ ...by(), db: restored.db }, backup)).toEqual({
    ok: true,
    value: rows,
  });
  Object.assign(address, await serverOn(restored.db));
  expect(address.state.serverEpoch).not.toBe(server.state.serverEpoch);
  expect(await accountSum(restored.db, `member/${wallet.memberId}/copper-cup/bean`)).toBe(10);
  const cursor = { cursor: 400, serverEpoch: server.state.serverEpoch };
  const reply = await till.push([known, forgotten, refused], cursor);
  expect(reply.body['results']).toEqual(before);
  expect(reply.body['serverEpoch']).toBe(address.state.serverEpoch);
  expect(await accountSum(restored.db, `member/${wallet.memberId}/copper-cup/bean`)).toBe(20);
  expect((await wallet.changes()).filter((change) => change.kind === 'receipt')).toEqual(
    heard.filter((change) => change.kind === 'receipt'),
  );
  await till.decide(known, forgotten, refused);
  expect(await accountSum(restored.db, `member/${wallet.memberId}/copper-cup/bean`)).toBe(20);
  expect(await ledgerSums(restored.db)).toEqual({ total: 0, unbalanced: 0 });
  expect(await staleBalances(restored.db)).toEqual([]);
});

test.each(['\u2028', '\u2029', '\r\n', '\u0085'])(
  'what a person wrote with %j in it comes back',
  async (sign) => {
    const wallet = await joinedWallet(server);
    const device = server.db.selectFrom('member_device').select('name').where('member', '=', wallet.memberId);
    await server.db
      .updateTable('member_device')
      .set({ name: `my${sign}phone` })
      .where('member', '=', wallet.memberId)
      .execute();
    expect(await device.execute()).toEqual([{ name: `my${sign}phone` }]);
    const file = path.join(dir, `sign-${sign.charCodeAt(0)}.ndjson`);
    const rows = await exportDatabase(server.db, file, server.clock.nowMs());
    const empty = await openEmptyDatabase();
    await migrate(empty.db);
    expect(await importDatabase({ ...by(), db: empty.db }, file)).toEqual({
      ok: true,
      value: rows,
    });
    const restoredDevice = empty.db.selectFrom('member_device').select('name');
    expect(await restoredDevice.where('member', '=', wallet.memberId).execute()).toEqual([
      { name: `my${sign}phone` },
    ]);
    await empty.drop();
  },
);

test('an export of before version 0063 brings its places in the status list along', async () => {
  const file = path.join(dir, 'old.ndjson');
  const entry = { place: 77, kind: 'device', subject: 'ab'.repeat(32), revoked_at: 5 } as const;
  await server.db.insertInto('status_entry').values(entry).execute();
  await server.db.deleteFrom('server_state').where('name', '=', 'status_entries_carried').execute();
  await exportDatabase(server.db, file, server.clock.nowMs());
  const empty = await openEmptyDatabase();
  await migrate(empty.db);
  expect(await importDatabase({ ...by(), db: empty.db }, file)).toMatchObject({ ok: true });
  const marks = await empty.db
    .selectFrom('status_mark')
    .select('revoked_at')
    .where('place', '=', 77)
    .execute();
  await empty.drop();
  await server.db.deleteFrom('status_entry').where('place', '=', 77).execute();
  expect(marks).toEqual([{ revoked_at: 5 }]);
});

test('a campaign that the backup forgot is run again: who has used its voucher gets none, all others have it back', async () => {
  const address: { -readonly [K in keyof TestServer]: TestServer[K] } = { ...server };
  const [used, kept] = [await joinedWallet(address), await joinedWallet(address)];
  const till = await openTill(address);
  const backup = path.join(dir, 'before-campaign.ndjson');
  await exportDatabase(server.db, backup, server.clock.nowMs());
  const words = ['voucher', 'campaign', 'copper-cup', 'five-off'];
  const run = () => admin(address, words, { options: { name: 'spring' } });
  const issued = Number((await run()).printed);
  const given = (await used.changes()).filter((change) => change.kind === 'voucher').at(-1)!;
  const shown = await present(address, used, bytesFromBase64(given.cose)!, till.merchantId);
  const redeemed = await till.seal('redeem', shown, await till.redeem(shown, 500));
  expect(await till.decide(redeemed)).toMatchObject([{ status: 'accepted' }]);

  const forgetful = await openEmptyDatabase();
  await migrate(forgetful.db);
  await importDatabase({ ...by(), db: forgetful.db }, backup);
  Object.assign(address, await serverOn(forgetful.db));
  expect(await till.decide(redeemed)).toMatchObject([{ status: 'accepted' }]);
  expect(Number((await run()).printed)).toBe(issued - 1);
  const owners = await forgetful.db
    .selectFrom('voucher')
    .select('member')
    .where('instance_key', '=', 'campaign/spring')
    .execute();
  const members = owners.map(({ member }) => member);
  expect([used, kept].map(({ memberId }) => members.includes(memberId))).toEqual([false, true]);
  await forgetful.drop();
});

test('a copied database gets a new epoch by command, and running servers take it up', async () => {
  const keeper = createStateKeeper(server.db, await readServerState(server.db, random));
  const before = keeper.state.serverEpoch;
  const { printed } = await admin(server, ['restore-done']);
  expect(printed).toMatch(/^[0-9a-f]{16}$/);
  expect(printed).not.toBe(before);
  await keeper.refresh();
  expect(keeper.state.serverEpoch).toBe(printed);
});

test('an export from before there was a table of redemptions fills it', async () => {
  const [wallet, till] = [await joinedWallet(server), await openTill(server)];
  const shown = await present(server, wallet, wallet.voucher, till.merchantId);
  await till.decide(await till.seal('redeem', shown, await till.redeem(shown)));
  const known = (db: Db) => db.selectFrom('redemption').selectAll().orderBy('receipt').execute();
  const rows = await known(server.db);
  expect(rows.length).toBeGreaterThan(0);
  await server.db.deleteFrom('redemption').execute();
  const file = path.join(dir, 'old.ndjson');
  await exportDatabase(server.db, file, server.clock.nowMs());
  const empty = await openEmptyDatabase();
  await migrate(empty.db);
  expect(await importDatabase({ ...by(), db: empty.db }, file)).toMatchObject({ ok: true });
  expect(await known(empty.db)).toEqual(rows);
  await empty.drop();
});

test('an import is the last line of the audit log that it brings along', async () => {
  const file = path.join(dir, 'audited.ndjson');
  await admin(server, ['restore-done']);
  await exportDatabase(server.db, file, server.clock.nowMs());
  const empty = await openEmptyDatabase();
  await migrate(empty.db);
  await importDatabase({ ...by(), db: empty.db }, file);
  const [last, before] = await readAudit(empty.db, 2);
  expect(last).toMatchObject({ act: 'database import', actor: 'test', target: 'audited.ndjson' });
  expect(before).toMatchObject({ act: 'restore-done' });
  expect(await verifyAudit(empty.db)).toMatchObject({ ok: true });
  await empty.drop();
});

test("an import by a folder with other keys, or without a merchant's, is refused and changes nothing", async () => {
  const file = path.join(dir, 'keys.ndjson');
  await checkKeys(server.db, server.keys);
  await exportDatabase(server.db, file, server.clock.nowMs());
  const empty = await openEmptyDatabase();
  await migrate(empty.db);
  await sql`INSERT INTO server_state (name, value) VALUES ('server_key', 'of its own')`.execute(empty.db);
  const foreign = await openKeyStore(path.join(dir, 'other-keys'));
  if (!foreign.ok) throw new Error(foreign.error.message);
  const rootless = { ...foreign.value, server: server.keys.server };
  for (const keys of [foreign.value, rootless])
    expect(await importDatabase({ ...by(), db: empty.db, keys }, file)).toMatchObject({
      ok: false,
      error: { kind: 'key_mismatch', message: expect.stringContaining(file) },
    });
  expect(await empty.db.selectFrom('merchant').select('id').execute()).toEqual([]);
  expect(await readServerKey(empty.db)).toBe('of its own');
  await empty.drop();
});

test('an export that fails half-way leaves nothing behind', async () => {
  const folder = mkdtempSync(path.join(dir, 'failing-'));
  const empty = await openEmptyDatabase();
  await migrate(empty.db);
  // Without a primary key there is no order to read it in.
  await sql`CREATE TABLE zz_keyless (n int)`.execute(empty.db);
  await expect(exportDatabase(empty.db, path.join(folder, 'backup.ndjson'), 0)).rejects.toThrow();
  expect(readdirSync(folder)).toEqual([]);
  await empty.drop();
});

test('a damaged, a cut-off and a second import are refused and change nothing', async () => {
  const file = path.join(dir, 'whole.ndjson');
  await exportDatabase(server.db, file, server.clock.nowMs());
  const text = readFileSync(file, 'utf8');
  const tries = [
    text.replace('copper', 'silver'),
    text.slice(0, -100),
    text.split('\n').slice(0, -2).join('\n'),
    '',
  ];
  const empty = await openEmptyDatabase();
  await migrate(empty.db);
  for (const [index, content] of tries.entries()) {
    const spoilt = path.join(dir, `spoilt-${index}`);
    writeFileSync(spoilt, content);
    const outcome = await importDatabase({ ...by(), db: empty.db }, spoilt);
    expect(outcome).toMatchObject({ ok: false, error: { kind: 'export_damaged' } });
  }
  expect(await empty.db.selectFrom('merchant').select('id').execute()).toEqual([]);
  await empty.drop();
  const again = await importDatabase(by(), file);
  expect(again).toMatchObject({ ok: false, error: { kind: 'database_not_empty' } });
});
