// Every command that changes something leaves its line in the audit log: all of them are run, and what they left is compared.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoCatalogue } from '#loyalty/programme/presets/catalogue.ts';
import { COMMANDS } from '#server/admin/usage.ts';
import { readAudit, verifyAudit } from '#server/audit/audit-log.ts';
import { migrate } from '#server/db/migrate.ts';
import type { Db } from '#server/db/transaction.ts';
import { admin } from '../../support/admin.ts';
import { joinedWallet, openTill } from '../../support/shop.ts';
import { openEmptyDatabase, type TestDatabase } from '../../support/test-database.ts';
import { openTestServer, type TestServer } from '../../support/test-server.ts';

const DAY_MS = 86_400_000;
const { programme, presentation } = demoCatalogue().find(({ merchant }) => merchant.slug === 'copper-cup')!;
const VOUCHER = programme.vouchers![0]!.id;

let server: TestServer;
let empty: TestDatabase;
let dir: string;
/** Names that the world below has given. */
let known: { readonly member: string; readonly lost: string; readonly voucher: string };
beforeAll(async () => {
  server = await openTestServer();
  empty = await openEmptyDatabase();
  await migrate(empty.db);
  dir = mkdtempSync(path.join(tmpdir(), 'tessera-audited-'));
  const [one, other, third] = [
    await joinedWallet(server),
    await joinedWallet(server),
    await joinedWallet(server),
  ];
  await openTill(server);
  await openTill(server);
  known = {
    member: one.memberId,
    lost: await deviceOf(other.memberId),
    voucher: await voucherOf(third.memberId),
  };
  await addTillToTill();
  file('good.json', { ...programme, id: 'tea' });
  file('sealed.json', { tessera: 'programme', definition: programme, presentation });
  file('texts.json', { ...presentation, programme: 'tea' });
  const { id: _id, tz: _tz, currency: _currency, versions: _versions, ...lists } = programme;
  file('next.json', lists);
  file('key.jwk', JSON.parse(readFileSync(path.join(server.keysDir, 'server.jwk'), 'utf8')));
});
afterAll(async () => {
  await empty.drop();
  await server.close();
  rmSync(dir, { recursive: true, force: true });
});

function file(name: string, content: unknown): void {
  writeFileSync(path.join(dir, name), JSON.stringify(content));
}

async function deviceOf(owner: string): Promise<string> {
  const { id } = await server.db
    .selectFrom('device')
    .select('id')
    .where('owner', '=', owner)
    .executeTakeFirstOrThrow();
  return id;
}

async function voucherOf(member: string): Promise<string> {
  const { id } = await server.db
    .selectFrom('voucher')
    .select('id')
    .where('member', '=', member)
    .executeTakeFirstOrThrow();
  return id;
}

/** As if the first till had added the second. */
async function addTillToTill(): Promise<void> {
  const tills = await server.db.selectFrom('terminal').selectAll().orderBy('till_number').execute();
  const [parent, child] = [tills[0]!, tills[1]!];
  const none = { terminal_key: null, confirmed_at: null, disowned_at: null, admitted_at: 1 };
  const row = { serial: child.serial, merchant_id: child.merchant_id, parent_serial: parent.serial, ...none };
  await server.db.insertInto('delegation').values(row).execute();
}

type Given = NonNullable<Parameters<typeof admin>[2]>;

interface Run {
  /** Words of the command. */
  readonly words: string;
  readonly args?: () => readonly string[];
  readonly given?: () => Given;
  /** Changes nothing. */
  readonly reads?: true;
  /** Days that pass before. */
  readonly afterDays?: number;
  readonly on?: () => Db;
}

const at = (name: string) => path.join(dir, name);
const option = (options: Given['options']) => () => ({ options: options ?? {} });

/** Each command once, so that it has something to do. */
const RUNS: readonly Run[] = [
  { words: 'merchant add', args: () => ['tea-house', 'Tea House', 'EUR', '2', 'food'] },
  { words: 'merchant list', reads: true },
  { words: 'merchant show', args: () => ['tea-house'], reads: true },
  { words: 'programme check', args: () => [at('good.json')], reads: true },
  {
    words: 'programme publish',
    args: () => [at('good.json')],
    given: () => ({ options: { texts: at('texts.json'), merchants: 'tea-house' } }),
  },
  { words: 'programme version', args: () => ['tea', at('next.json')], given: option({ from: '2099-01-01' }) },
  { words: 'programme end', args: () => ['tea'], given: option({ from: '2099-02-01' }) },
  { words: 'programme words', args: () => ['tea'], given: () => ({ options: { texts: at('texts.json') } }) },
  { words: 'programme seal', args: () => [at('sealed.json'), 'copper-cup'] },
  { words: 'programme list', reads: true },
  { words: 'terminal pair', args: () => ['copper-cup'] },
  { words: 'terminal list', reads: true },
  { words: 'terminal confirm', args: () => ['copper-cup', '2'] },
  { words: 'terminal limits', args: () => ['copper-cup', '1'], given: option({ receipts: '7' }) },
  { words: 'terminal revoke', args: () => ['copper-cup', '2'] },
  { words: 'device revoke', args: () => [known.lost] },
  { words: 'poster', args: () => ['copper-cup'], given: option({ host: 'wallet.example.org' }) },
  { words: 'alarms', reads: true },
  { words: 'voucher campaign', args: () => ['copper-cup', VOUCHER], given: option({ name: 'spring' }) },
  { words: 'campaign list', reads: true },
  { words: 'voucher revoke', args: () => [known.voucher] },
  // Reads, and of a person: that too is an act.
  { words: 'member show', args: () => [known.member] },
  { words: 'member disputes', args: () => [known.member] },
  { words: 'member erase', args: () => [known.member], given: option({ reason: 'asked for it' }) },
  { words: 'key rotate', args: () => ['copper-cup'] },
  { words: 'operator add', args: () => ['Ada', at('key.jwk')] },
  { words: 'operator add', args: () => ['Grace', path.join(server.keysDir, `merchant-${root()}.jwk`)] },
  { words: 'operator list', reads: true },
  { words: 'operator revoke', args: () => [firstOperator] },
  { words: 'server-key announce' },
  { words: 'server-key withdraw' },
  { words: 'server-key announce' },
  { words: 'server-key switch', afterDays: 36 },
  { words: 'database export', args: () => [at('backup.ndjson')] },
  { words: 'database import', args: () => [at('backup.ndjson')], on: () => empty.db },
  { words: 'restore-done' },
  { words: 'retention run', afterDays: 40 },
  { words: 'audit list', reads: true },
  { words: 'audit verify', reads: true },
];
let firstOperator = '';

function root(): string {
  return readdirSync(server.keysDir)
    .find((name) => /^merchant-\w+\.jwk$/.test(name))!
    .slice(9, -4);
}

/** Everything but the log itself, and the files of the keys folder. */
async function contentOf(db: Db): Promise<string> {
  const hash = createHash('sha256');
  const { rows } = await sql<{ name: string }>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1`.execute(db);
  for (const { name } of rows.filter((row) => row.name !== 'audit')) {
    const without = name === 'server_state' ? sql`WHERE name <> 'audit_head'` : sql``;
    const found = await sql<{ row: string }>`
      SELECT t::text AS row FROM ${sql.table(name)} AS t ${without} ORDER BY 1`.execute(db);
    hash.update(JSON.stringify([name, found.rows]));
  }
  for (const name of readdirSync(server.keysDir).toSorted())
    hash.update(name).update(readFileSync(path.join(server.keysDir, name)));
  return hash.digest('hex');
}

test('the list below names every command', () => {
  const named = new Set(RUNS.map(({ words }) => words));
  expect(COMMANDS.map(({ words }) => words.join(' ')).filter((words) => !named.has(words))).toEqual([]);
});

test.each(RUNS)('$words', async ({ words, args, given, reads, afterDays = 0, on }) => {
  server.clock.advance(afterDays * DAY_MS);
  const db = on?.() ?? server.db;
  firstOperator = (await admin(server, ['operator', 'list'])).printed.split('\t')[0] ?? '';
  const [before, seq] = [await contentOf(db), (await readAudit(db, 1))[0]?.seq ?? 0];
  const done = await admin({ ...server, db }, [...words.split(' '), ...(args?.() ?? [])], given?.());
  expect(done).toMatchObject({ code: 0 });
  const noted = (await readAudit(db, 1000)).filter((row) => row.seq > seq && row.act.startsWith(words));
  const changed = (await contentOf(db)) !== before;
  const found = { noted: noted.length > 0, changedUnsaid: changed && noted.length === 0 };
  expect(found).toEqual({ noted: reads !== true, changedUnsaid: false });
  expect(await verifyAudit(db)).toMatchObject({ ok: true });
});
