// What Citus, CockroachDB and YugabyteDB refuse or serialise on: looked for in the schema, in the sources and in every
// statement that a day in a shop sends.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { createApp } from '#server/app.ts';
import { retainOnce } from '#server/retention/retention.ts';
import { type FaultyDatabase, openFaultyDatabase } from '../support/faulty-database.ts';
import { joinedWallet, memberOf, openTill, present } from '../support/shop.ts';
import { openTestServer, ORIGIN, random, type TestServer, untroubled } from '../support/test-server.ts';

/** Small tables that a cluster copies to every node; their keys need no bucket. */
const REFERENCE_TABLES = [
  // What was in it is in `status_mark`; nothing is asked of it or written to it but when a database is brought up to date.
  'status_entry',
  'audit',
  'merchant',
  'migration',
  'operator',
  'pairing_code',
  'programme',
  'server_state',
  'delegation',
  'terminal',
];

const FORBIDDEN: readonly (readonly [string, RegExp])[] = [
  ['advisory locks', /pg_(?:try_)?advisory/i],
  ['LISTEN/NOTIFY', /(?:^|[`;\n])\s*(?:LISTEN|NOTIFY|UNLISTEN)\s+\w|pg_notify/],
  [
    'sequences',
    /\b(?:small|big)?serial\b(?=\s+(?:NOT NULL|PRIMARY KEY))|\bnextval\b|\bCREATE SEQUENCE|GENERATED (?:ALWAYS|BY)/,
  ],
  ['triggers and procedures', /\bCREATE (?:OR REPLACE )?(?:TRIGGER|FUNCTION|PROCEDURE|RULE)\b/i],
  ['foreign keys', /\bREFERENCES\s+\w+\s*\(|\bFOREIGN KEY\b/],
  ['exclusion and deferral', /\bEXCLUDE USING\b|\bDEFERRABLE\b|\bSET CONSTRAINTS\b/],
  ['SKIP LOCKED and table locks', /\bSKIP LOCKED\b|\bLOCK TABLE\b|\.skipLocked\(/],
  ['changes inside WITH', /\bWITH\b[^;`]*\bAS\s*\(\s*(?:INSERT|UPDATE|DELETE)\b/],
  ['database-made ids and times', /\b(?:uuidv7|gen_random_uuid|uuid_generate_v\d)\s*\(|\bDEFAULT now\(\)/],
  ['temporary tables and cursors', /\bCREATE TEMP|\bDECLARE \w+ CURSOR/],
];

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

test('every key and index of member data begins with its bucket', async () => {
  const { rows } = await sql<{ table: string; columns: string; unique: boolean }>`
    SELECT t.relname AS table, i.indisunique AS unique, string_agg(a.attname, ',' ORDER BY k.place) AS columns
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
    CROSS JOIN LATERAL unnest(i.indkey::int[]) WITH ORDINALITY AS k(number, place)
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number
    WHERE n.nspname = current_schema() GROUP BY t.relname, i.indexrelid, i.indisunique`.execute(server.db);
  const ofMembers = rows.filter((row) => !REFERENCE_TABLES.includes(row.table));
  expect(ofMembers.length).toBeGreaterThan(9);
  expect(ofMembers.filter((row) => row.columns.split(',')[0] !== 'bucket')).toEqual([]);
});

test('the schema has no sequence, trigger, foreign key or exclusion', async () => {
  const { rows } = await sql<{ what: string }>`
    SELECT 'sequence ' || c.relname AS what FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = current_schema() AND c.relkind = 'S'
    UNION ALL SELECT 'trigger ' || g.tgname FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema()
    UNION ALL SELECT 'constraint ' || o.conname FROM pg_constraint o JOIN pg_namespace n ON n.oid = o.connamespace
      WHERE n.nspname = current_schema() AND o.contype IN ('f', 'x')`.execute(server.db);
  expect(rows).toEqual([]);
});

test('no source of the server speaks beyond the common dialect', () => {
  const files = readdirSync('src/server', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const faults = files.flatMap((name) => faultsOf(readFileSync(path.join('src/server', name), 'utf8'), name));
  expect(faults).toEqual([]);
});

test('the rules find what they are for', () => {
  const samples = [
    'SELECT pg_advisory_xact_lock(1)',
    'LISTEN changes',
    'id bigserial PRIMARY KEY',
    'CREATE TRIGGER x BEFORE INSERT ON y',
    'member text REFERENCES member (id)',
    'EXCLUDE USING gist (a WITH =)',
    'SELECT 1 FOR UPDATE SKIP LOCKED',
    'WITH moved AS (DELETE FROM a RETURNING *) INSERT INTO b SELECT * FROM moved',
    'SELECT gen_random_uuid()',
    'CREATE TEMP TABLE x (y int)',
  ];
  expect(samples.map((text) => faultsOf(text, 'it').length > 0)).toEqual(samples.map(() => true));
});

test.each(['all', 'bucket'] as const)(
  'with TX_SCOPE=%s each statement names the buckets it works in',
  async (txScope) => {
    const { keys, state, clock } = server;
    const app = createApp({ db: recorded.db, keys, clock, random, state, txScope, log: () => undefined });
    const shop = { ...server, app };
    const before = recorded.statements.length;
    const till = await openTill(shop);
    const wallet = await joinedWallet(shop);
    await till.decide(await till.seal('earn', await till.sell(memberOf(wallet))));
    const shown = await present(shop, wallet, wallet.voucher, till.merchantId);
    await wallet.decide(await wallet.seal('redeem', shown, await till.redeem(shown)));
    await app.request(ORIGIN + ROUTES.status);
    await retainOnce({ ...server, db: recorded.db, random, log: untroubled });
    const sent = [...new Set(recorded.statements.slice(before))];
    expect(sent.length).toBeGreaterThan(20);
    expect(sent.flatMap((statement) => faultsOf(statement, statement))).toEqual([]);
    expect(sent.filter((statement) => touchesMemberData(statement) && !/\bbucket\b/.test(statement))).toEqual(
      [],
    );
  },
);

function faultsOf(text: string, where: string): readonly string[] {
  return FORBIDDEN.filter(([, rule]) => rule.test(text)).map(([name]) => `${where}: ${name}`);
}

const MEMBER_TABLES =
  /\b(?:from|into|update|join)\s+"?(?:member|device|member_device|event|claim|member_event|ledger|balance|voucher|credential|change|delivery|member_fold|reward_stock|campaign_stock|status_mark|member_file|member_tier|member_passkey|member_recovery|recovery_key|erased_member|device_link|sale|undo|allowance|hold|payment|equivocation|terminal_day|terminal_receipt)\b/i;

function touchesMemberData(statement: string): boolean {
  return MEMBER_TABLES.test(statement);
}
