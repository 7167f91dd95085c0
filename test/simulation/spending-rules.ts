// What must hold of points that were spent: by the books, and by the signed payments themselves.
import { sql } from 'kysely';
import { DEVICE_CERTIFICATE } from '#protocol/device-certificate.ts';
import { PAYMENT } from '#protocol/payment.ts';
import type { Db } from '#server/db/transaction.ts';
import { SHOPS } from './database.ts';
import { must } from './must.ts';
import { opened } from './redemptions.ts';
import type { World } from './world.ts';

/**
 * After every step: each unit's points are issued and held by members, or set aside, and nowhere else; what is set aside is
 * what the holds say; and each payment that counts was booked once, one that was taken back in sum not at all.
 */
export async function pointsAreConserved(db: Db): Promise<void> {
  const { rows } = await sql<{ readonly units: number; readonly holds: number; readonly payments: number }>`
    SELECT (SELECT count(*) FROM (
        SELECT CASE WHEN account LIKE 'member/%' THEN split_part(account, '/', 3) || '/' || split_part(account, '/', 4)
          ELSE split_part(account, '/', 2) || '/' || split_part(account, '/', 3) END AS unit, sum(amount) AS amount
        FROM ledger WHERE account LIKE 'member/%' OR account LIKE 'issued/%' GROUP BY 1
      ) AS units WHERE amount <> 0)::bigint AS units,
      (SELECT count(*) FROM (
        SELECT 'member/' || member || '/' || programme || '/' || unit || '/held' AS account, sum(qty) AS qty
        FROM hold GROUP BY 1
      ) AS holds FULL JOIN (SELECT * FROM balance WHERE account LIKE 'member/%/held') AS held USING (account)
      WHERE coalesce(qty, 0) <> coalesce(amount, 0) OR qty < 0)::bigint AS holds,
      ((SELECT coalesce(sum(sign(amount)), 0) FROM ledger WHERE account LIKE 'points-paid/%')
        - (SELECT count(*) FROM payment WHERE status = 'accepted' AND NOT EXISTS (
          SELECT 1 FROM claim AS paid JOIN claim AS void
            ON void.bucket = paid.bucket AND void.kind = 'void' AND encode(void.subject, 'hex') = paid.holder
          WHERE paid.bucket = payment.bucket AND paid.kind = 'pay' AND paid.subject = payment.id)))::bigint
        AS payments`.execute(db);
  const { units, holds, payments } = rows[0]!;
  must(units === 0, `what was issued of a unit is what members have of it, but for ${units} units`);
  must(holds === 0, `what is set aside is what the holds say, but for ${holds}`);
  must(payments === 0, `every payment that counts is booked once, not ${payments} times too often`);
}

interface Spent {
  readonly device: string;
  points: number;
  /** What a certificate of this epoch let the device spend at most. */
  cap: number;
}

/**
 * At the end, by the payments that tills took (src/protocol/README.md, "Challenges, payments and limits"). A wallet that was
 * never copied nor put back spends within what was set aside for it, and nobody calls it a cheat; a copied one spends that much
 * at each till at most.
 */
export async function spendingStaysInBounds(world: World): Promise<void> {
  const db = world.server.books();
  const payments = await db.selectFrom('payment').selectAll().where('status', '=', 'accepted').execute();
  const beyond = await db.selectFrom('payment').select('code').where('status', '=', 'conflict').execute();
  const unfit = beyond.filter(({ code }) => code !== 'limit_terminal').length;
  must(unfit === 0, `no till takes more than a certificate allows, but ${unfit} payments`);
  const epochs = new Map<string, Spent>();
  for (const { device, epoch, points, cose } of payments) {
    // Of somebody who was forgotten nothing is left to weigh.
    if (cose.length === 0) continue;
    const key = `${device}/${epoch}`;
    const spent = epochs.get(key) ?? { device, points: 0, cap: 0 };
    spent.points += points;
    spent.cap = Math.max(spent.cap, capIn(new Uint8Array(cose)));
    epochs.set(key, spent);
  }
  const tills = world.tills.filter(({ shop }) => shop === SHOPS[0]).length + world.rolledBackTills.size;
  for (const { device, points, cap } of epochs.values()) {
    const most = world.copiedKeys.has(device) ? cap * tills : cap;
    must(points <= most, `${device} spent at most ${most} points, not ${points}`);
  }
  for (const { device } of await db.selectFrom('equivocation').select('device').execute())
    must(world.copiedKeys.has(device), `${device}, which was never copied, is not called a cheat`);
}

function capIn(payment: Uint8Array<ArrayBuffer>): number {
  const { certificate } = opened(PAYMENT, payment).sign1;
  return opened(DEVICE_CERTIFICATE, certificate!).value.allowance?.cumulative ?? 0;
}

/** Nothing that a device was shut out from counts after that, but what the server had `decided` before it was put back. */
export async function shutOutMeansSilence(db: Db, decided: ReadonlySet<string>): Promise<void> {
  const heard = await db
    .selectFrom('event')
    .innerJoin('device', 'device.id', 'event.device')
    .select('event.id')
    .whereRef('event.received_at', '>', 'device.revoked_at')
    .execute();
  const news = heard.filter(({ id }) => !decided.has(id));
  must(news.length === 0, `nobody hears a device that was shut out, but ${news.length} records`);
}
