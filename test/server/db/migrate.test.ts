import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bucketOf } from '#server/db/bucket.ts';
import { carryStatusEntries } from '#server/db/migrations/0063-status-entry-carried.ts';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import type { Db } from '#server/db/transaction.ts';
import { openEmptyDatabase, type TestDatabase } from '../../support/test-database.ts';

let empty: TestDatabase;
let databases: Db[];

beforeEach(async () => {
  empty = await openEmptyDatabase();
  databases = [1, 2, 3].map(() => openDatabase(empty.url, 2));
});
afterEach(async () => {
  await Promise.all(databases.map((db) => db.destroy()));
  await empty.drop();
});

test('a second run has nothing to do', async () => {
  const ran = await migrate(databases[0]!);
  expect(ran.length).toBeGreaterThan(10);
  expect(ran).toEqual(ran.toSorted());
  expect(await migrate(databases[0]!)).toEqual([]);
});

test('since when a programme is published is what the audit log knew, and otherwise nobody knows', async () => {
  const db = databases[0]!;
  await migrate(db);
  await sql`DROP INDEX event_conflict`.execute(db);
  await sql`ALTER TABLE programme DROP COLUMN published_at`.execute(db);
  await sql`DELETE FROM migration WHERE name = '0064-operator-page'`.execute(db);
  for (const [number, id] of ['noted', 'seeded'].entries())
    await sql`
      INSERT INTO programme (id, number, definition, presentation, merchants)
      VALUES (${id}, ${number}, '{}', '{}', '[]')`.execute(db);
  await sql`
    INSERT INTO audit (seq, at, actor, act, target, details, hash)
    VALUES (1, 77, 'x', 'programme publish', 'noted', '{}', '')`.execute(db);
  expect(await migrate(db)).toEqual(['0064-operator-page']);
  const { rows } = await sql`SELECT id, published_at FROM programme ORDER BY id`.execute(db);
  expect(rows).toEqual([
    { id: 'noted', published_at: 77 },
    { id: 'seeded', published_at: null },
  ]);
});

test('a migration may take longer than a statement of a request', async () => {
  const [holder, hasty] = [
    databases[0]!,
    openDatabase(`${empty.url}${encodeURIComponent(' -c statement_timeout=400')}`, 2),
  ];
  databases.push(hasty);
  await migrate(holder);
  await sql`DELETE FROM migration WHERE name = '0064-operator-page'`.execute(holder);
  const holding = await holder.startTransaction().execute();
  await sql`LOCK TABLE event IN ACCESS EXCLUSIVE MODE`.execute(holding);
  const migrated = migrate(hasty);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await holding.rollback().execute();
  expect(await migrated).toEqual(['0064-operator-page']);
  const { rows } = await sql<{ statement_timeout: string }>`SHOW statement_timeout`.execute(hasty);
  expect(rows[0]!.statement_timeout).toBe('400ms');
});

test('servers that start at once migrate once', async () => {
  const ran = await Promise.all(databases.map(migrate));
  expect(ran.filter((names) => names.length > 0)).toHaveLength(1);
});

const MEMBER = '0123456789abcdef';
const [PHONE, ERASED, SHUT_OUT, NEWER] = ['aa', 'bb', 'cc', 'dd'].map((hex) => hex.repeat(32)) as [
  string,
  string,
  string,
  string,
];
/** Of bucket 5. */
const VOUCHER = `0005${'12'.repeat(10)}`;

function insertDevice(
  db: Db,
  device: {
    readonly id: string;
    readonly revoked_at: number | null;
    readonly certificate_until: number;
  },
) {
  const of = { role: 'wallet', owner: MEMBER, assurance: 1, server_time_proved: 1 } as const;
  const row = { bucket: bucketOf(device.id), public_key: Buffer.alloc(65), ...of, ...device };
  return db.insertInto('device').values(row).execute();
}

/** As version 0060 left it. */
async function oldEntries(db: Db): Promise<void> {
  await sql`DELETE FROM migration WHERE name = '0063-status-entry-carried'`.execute(db);
  await db.deleteFrom('server_state').execute();
  await insertDevice(db, { id: PHONE, revoked_at: null, certificate_until: 7_000 });
  await insertDevice(db, { id: SHUT_OUT, revoked_at: 50, certificate_until: 0 });
  const entries = [
    [1_048_575, 'device', PHONE, null, null],
    [3, 'device', ERASED, 40, null],
    [4, 'device', SHUT_OUT, 50, null],
    [700_000, 'voucher', `${VOUCHER}/${PHONE}`, 60, 60],
    [2_049, 'voucher', 'retired/0196-1', 70, null],
  ] as const;
  for (const [place, kind, subject, revoked_at, withdrawn_at] of entries)
    await db
      .insertInto('status_entry')
      .values({ place, kind, subject, revoked_at, withdrawn_at })
      .onConflict((on) => on.doNothing())
      .execute();
}

test('places of the one list of before keep their number and their mark, in the buckets of their members', async () => {
  const [db] = databases as [Db];
  await migrate(db);
  await oldEntries(db);
  expect(await migrate(db)).toEqual(['0063-status-entry-carried']);
  const marks = () =>
    db.selectFrom('status_mark').selectAll().where('bucket', '>=', 0).orderBy('place').execute();
  const never = 8_640_000_000_000_000;
  const mark = { holder: '', ends_at: never, revoked_at: null, withdrawn_at: null };
  const expected = [
    { ...mark, place: 3, kind: 'device', subject: ERASED, bucket: bucketOf(ERASED), revoked_at: 40 },
    { ...mark, place: 4, kind: 'device', subject: SHUT_OUT, bucket: bucketOf(MEMBER), revoked_at: 50 },
    { ...mark, place: 2_049, kind: 'retired', subject: 'retired/0196-1', bucket: 1, revoked_at: 70 },
    {
      ...mark,
      place: 700_000,
      kind: 'voucher',
      subject: VOUCHER,
      holder: PHONE,
      bucket: 5,
      revoked_at: 60,
      withdrawn_at: 60,
    },
    {
      ...mark,
      place: 1_048_575,
      kind: 'device',
      subject: PHONE,
      bucket: bucketOf(MEMBER),
      ends_at: 7_000,
    },
  ];
  expect(await marks()).toEqual(expected);
  const erased = await db.selectFrom('erased_member').selectAll().where('bucket', '>=', 0).execute();
  expect(erased).toEqual([
    { bucket: bucketOf(ERASED), digest: createHash('sha256').update(ERASED).digest(), erased_at: 40 },
  ]);

  // What has happened since is not undone by another run, as after one that was interrupted.
  await db
    .updateTable('status_mark')
    .set({ revoked_at: null })
    .where('bucket', '=', 5)
    .where('subject', '=', VOUCHER)
    .execute();
  await sql`DELETE FROM migration WHERE name = '0063-status-entry-carried'`.execute(db);
  await migrate(db);
  expect(await marks()).toEqual(
    expected.map((row) => (row.subject === VOUCHER ? { ...row, revoked_at: null } : row)),
  );
});

test('what a server of before goes on writing beside a new one is taken over, once', async () => {
  const [db] = databases as [Db];
  await migrate(db);
  await oldEntries(db);
  await migrate(db);
  const markOf = async (place: number) =>
    db
      .selectFrom('status_mark')
      .select(['kind', 'revoked_at', 'withdrawn_at'])
      .where('bucket', '>=', 0)
      .where('place', '=', place)
      .execute();
  const setEntry = (place: number, set: { revoked_at?: number; withdrawn_at?: number }) =>
    db.updateTable('status_entry').set(set).where('place', '=', place).execute();
  expect(await carryStatusEntries(db)).toBe(0);
  await db
    .insertInto('status_entry')
    .values({ place: 9, kind: 'voucher', subject: `${VOUCHER}/${SHUT_OUT}`, revoked_at: null })
    .execute();
  await insertDevice(db, { id: NEWER, revoked_at: 80, certificate_until: 9_000 });
  await db
    .insertInto('status_entry')
    .values({ place: 10, kind: 'device', subject: NEWER, revoked_at: null })
    .execute();
  await setEntry(1_048_575, { revoked_at: 90 });
  expect(await carryStatusEntries(db)).toBe(7);
  expect(await markOf(9)).toEqual([{ kind: 'voucher', revoked_at: null, withdrawn_at: null }]);
  // A second place of a device that was shut out here meanwhile.
  expect(await markOf(10)).toMatchObject([{ revoked_at: 80 }]);
  expect(await markOf(1_048_575)).toMatchObject([{ revoked_at: 90 }]);

  // Taken back here, and no news there: it stays as it is.
  await db.updateTable('status_mark').set({ revoked_at: null }).where('place', '=', 1_048_575).execute();
  await setEntry(9, { revoked_at: 95, withdrawn_at: 95 });
  expect(await carryStatusEntries(db)).toBe(7);
  expect(await markOf(9)).toMatchObject([{ revoked_at: 95, withdrawn_at: 95 }]);
  expect(await markOf(1_048_575)).toMatchObject([{ revoked_at: null }]);
});

test('more old places than a page has are all carried over', async () => {
  const [db] = databases as [Db];
  await migrate(db);
  await sql`DELETE FROM migration WHERE name = '0063-status-entry-carried'`.execute(db);
  await db.deleteFrom('server_state').execute();
  await sql`
    INSERT INTO status_entry (place, kind, subject)
    SELECT i * 7, 'voucher', lpad(to_hex(i % 1024), 4, '0') || lpad(to_hex(i), 20, '0') || '/${sql.raw(PHONE)}'
    FROM generate_series(1, 2500) AS i`.execute(db);
  await migrate(db);
  const { rows } = await sql<{ count: number; buckets: number }>`
    SELECT count(*) AS count, count(DISTINCT bucket) AS buckets FROM status_mark`.execute(db);
  expect(rows).toEqual([{ count: 2_500, buckets: 1_024 }]);
});
