// A database with many members in it already: rows of the shapes that pushes leave, made by the database itself.
import { sql } from 'kysely';
import type { Db } from '#server/db/transaction.ts';

/** Members numbered from `from` to `to` (without), each with a device, a voucher, and five sales with all that they leave. */
export async function addCrowd(db: Db, from: number, to: number): Promise<void> {
  const member = sql`'c' || lpad(to_hex(n), 15, '0')`;
  const bucket = sql`(n % 1024)::smallint`;
  const range = sql`generate_series(${from}::int, ${to - 1}::int) AS n`;
  const five = sql`${range} CROSS JOIN generate_series(1, 5) AS k`;
  const event = sql`md5('e' || n || '-' || k)::uuid`;
  const statements = [
    sql`INSERT INTO member SELECT ${bucket}, ${member}, 1 FROM ${range}`,
    sql`INSERT INTO member_device SELECT ${bucket}, ${member}, md5('d' || n) || md5('f' || n) FROM ${range}`,
    sql`INSERT INTO device (bucket, id, role, public_key, owner, assurance, server_time_proved)
      SELECT ${bucket}, md5('d' || n) || md5('f' || n), 'wallet', decode(md5('k' || n), 'hex'), ${member}, 1, 1 FROM ${range}`,
    sql`INSERT INTO balance SELECT ${bucket}, 'member/' || ${member} || '/copper-cup/bean', 50 FROM ${range}`,
    sql`INSERT INTO member_event (bucket, member, id, body, at_ms)
      SELECT ${bucket}, ${member}, md5(n || '-' || k), '{"type":"purchase","merchant":"copper-cup"}', 1 FROM ${five}`,
    sql`INSERT INTO event (bucket, id, device, epoch, seq, kind, hash, status, received_at, cose)
      SELECT ${bucket}, ${event}, md5('d' || n) || md5('f' || n), 1, k, 'earn', decode(md5('h' || n || k), 'hex'), 'accepted', 1,
        decode(repeat(md5(n || 'c' || k), 24), 'hex') FROM ${five}`,
    sql`INSERT INTO claim SELECT ${bucket}, 'earn', decode(md5('s' || n || '-' || k), 'hex'), ${member}, ${event} FROM ${five}`,
    sql`INSERT INTO ledger SELECT ${bucket}, ${event}, leg, CASE leg WHEN 0 THEN 'issued/copper-cup/bean'
        ELSE 'member/' || ${member} || '/copper-cup/bean' END, CASE leg WHEN 0 THEN -10 ELSE 10 END
      FROM ${five} CROSS JOIN generate_series(0, 1) AS leg`,
    sql`INSERT INTO member_file (bucket, member, seq, body)
      SELECT ${bucket}, ${member}, k, jsonb_build_object('kind', 'receipt', 'cose', repeat(md5(n || 'r' || k), 16)) FROM ${five}`,
    sql`INSERT INTO change (bucket, stream, seq, body, at_ms)
      SELECT ${bucket}, md5('d' || n) || md5('f' || n), k,
        jsonb_build_object('kind', 'receipt', 'cose', repeat(md5(n || 'r' || k), 16)), 1 FROM ${five}`,
    sql`INSERT INTO sale (bucket, receipt, member, merchant, at_s, lines, discount, currency, status)
      SELECT ${bucket}, md5(n || '-' || k), ${member}, 'copper-cup', 1, '[1000]', 0, 'EUR', 'accepted' FROM ${five}`,
    sql`INSERT INTO member_fold (bucket, member, format, events, floor_ms, floor_id, body)
      SELECT ${bucket}, ${member}, 1, 5, 1, md5(n || '-5'), decode(repeat(md5('b' || n), 16), 'hex') FROM ${range}`,
    sql`INSERT INTO voucher (bucket, id, member, programme, voucher, instance_key, issued_at)
      SELECT ${bucket}, left(md5('v' || n), 24), ${member}, 'copper-cup', 'welcome-2', 'i' || n, 1 FROM ${range}`,
    sql`INSERT INTO credential (bucket, voucher, device, cose)
      SELECT ${bucket}, left(md5('v' || n), 24), md5('d' || n) || md5('f' || n), decode(repeat(md5('q' || n), 20), 'hex') FROM ${range}`,
  ];
  await db.transaction().execute(async (tx) => {
    await sql`SET LOCAL statement_timeout = 0`.execute(tx);
    for (const statement of statements) await statement.execute(tx);
  });
  await settle(db);
}

/** Members come over years: what a database does about a million rows that came at once is no part of a push. */
async function settle(db: Db): Promise<void> {
  await db.connection().execute(async (one) => {
    await sql`SET statement_timeout = 0`.execute(one);
    await sql`VACUUM (ANALYZE)`.execute(one);
    await sql`CHECKPOINT`.execute(one);
    await sql`RESET statement_timeout`.execute(one);
  });
}
