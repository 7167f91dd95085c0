// The way to another PostgreSQL: a newer or an older major version, or one that somebody else runs.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '#server/app.ts';
import { exportDatabase } from '#server/admin/export-database.ts';
import { importDatabase } from '#server/admin/import-database.ts';
import { createDatabase } from '#server/db/create-database.ts';
import { startEmbeddedPostgres } from '#server/db/embedded-postgres.ts';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import type { Db } from '#server/db/transaction.ts';
import { readServerState } from '#server/server-state.ts';
import { ledgerSums, staleBalances } from '../../support/books.ts';
import { startPostgres15 } from '../../support/postgres-15.ts';
import { joinedWallet, memberOf, openTill, present } from '../../support/shop.ts';
import { openTestServer, random, type TestServer } from '../../support/test-server.ts';

const CARELESS = ['fsync=off'];

interface Engine {
  readonly db: Db;
  readonly close: () => Promise<void>;
}

let dir: string;
let server: TestServer;
let other: Engine | undefined;
beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'tessera-engines-'));
  server = await openTestServer();
  // From 18 to 15, and with the conformance suite on 15 the other way.
  other = (await majorOf(server.db)) > 15 ? await debians15() : await shipped18();
});
afterAll(async () => {
  await other?.close();
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

test('takes every row, and the devices go on as before', async ({ skip }) => {
  if (other === undefined) return skip('there is only one PostgreSQL here');
  const address: { -readonly [K in keyof TestServer]: TestServer[K] } = { ...server };
  const [wallet, till] = [await joinedWallet(address), await openTill(address)];
  const shown = await present(address, wallet, wallet.voucher, till.merchantId);
  const sold = await till.seal('earn', await till.sell(memberOf(wallet)));
  const used = await till.seal('redeem', shown, await till.redeem(shown));
  const decided = await till.decide(sold, used);
  expect(decided.map(({ status }) => status)).toEqual(['accepted', 'accepted']);

  const rows = await exportTo('here', server.db);
  await migrate(other.db);
  expect(await importDatabase({ ...server, db: other.db, random, actor: 'test' }, fileOf('here'))).toEqual({
    ok: true,
    value: rows,
  });
  expect(await majorOf(other.db)).not.toBe(await majorOf(server.db));
  await exportTo('there', other.db);
  expect(contentOf('there')).toEqual(contentOf('here'));
  expect(await ledgerSums(other.db)).toEqual({ total: 0, unbalanced: 0 });
  expect(await staleBalances(other.db)).toEqual([]);

  const { keys, clock } = server;
  const state = await readServerState(other.db, random);
  const app = createApp({ db: other.db, keys, clock, random, state, log: () => undefined });
  Object.assign(address, { db: other.db, state, app });
  expect(await till.decide(sold, used)).toEqual(decided);
  const next = await till.seal('earn', await till.sell(memberOf(wallet)));
  expect(await till.decide(next)).toMatchObject([{ status: 'accepted' }]);
  expect((await wallet.changes()).filter(({ kind }) => kind === 'receipt')).toHaveLength(3);
});

function fileOf(name: string): string {
  return path.join(dir, `${name}.ndjson`);
}

/** Returns how many rows there are. */
function exportTo(name: string, db: Db): Promise<number> {
  return exportDatabase(db, fileOf(name), server.clock.nowMs());
}

/** Row by row; without the server's own state (an import begins a new epoch) and without the line about the import. */
function contentOf(name: string): readonly string[] {
  const lines = readFileSync(fileOf(name), 'utf8').trimEnd().split('\n').slice(1, -1);
  expect(lines.length).toBeGreaterThan(60);
  let table = '';
  const kept = lines.flatMap((line) => {
    if (line.startsWith('{"table"')) table = line;
    const isOwn = table.includes('"server_state"') || line.includes('"act":"database import"');
    return isOwn ? [] : [`${table} ${line}`];
  });
  return kept.toSorted();
}

async function majorOf(db: Db): Promise<number> {
  const { rows } = await sql<{ readonly version: string }>`
    SELECT current_setting('server_version_num') AS version`.execute(db);
  return Math.floor(Number(rows[0]!.version) / 10_000);
}

async function debians15(): Promise<Engine | undefined> {
  const cluster = await startPostgres15({ settings: CARELESS });
  if (cluster === undefined) return undefined;
  const db = openDatabase(cluster.url, 4);
  return { db, close: () => db.destroy().then(cluster.stop) };
}

async function shipped18(): Promise<Engine> {
  const started = await startEmbeddedPostgres({ dataDir: path.join(dir, 'data'), settings: CARELESS });
  if (!started.ok) throw new Error(started.error.message);
  const { address, stop } = started.value;
  await createDatabase(address);
  const db = openDatabase(address, 4);
  return { db, close: () => db.destroy().then(stop) };
}
