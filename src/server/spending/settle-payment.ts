// A payment that a till took offline meets the books: held points are spent, evidence is kept, the shop is owed.
import { sql } from 'kysely';
import { hexFromBytes } from '#base/bytes.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import type { PaymentEffect } from '#server/push/effect.ts';
import { holdLegs, type Leg, paidLegs } from '#server/push/ledger.ts';
import { revokeDevice } from './status-marks.ts';

export type PaymentDecision =
  | { readonly status: 'accepted'; readonly code: null }
  /** Beyond the limits that both had in writing: the merchant bears it, the member is not charged. */
  | { readonly status: 'conflict'; readonly code: 'limit_tx' | 'limit_wallet' | 'limit_terminal' };

/** Decides a payment that is claimed for the first time. Under the locks of its device, its till and its member. */
export async function decidePayment(tx: Tx, payment: PaymentEffect, nowMs: number): Promise<PaymentDecision> {
  const decision = await limitDecision(tx, payment);
  await tx
    .insertInto('payment')
    .values({ ...rowOf(payment), status: decision.status, code: decision.code })
    .execute();
  await findEquivocation(tx, payment, nowMs);
  return decision;
}

/** What was decided on a payment that is reported again, by its other witness. */
export async function knownDecision(tx: Tx, payment: PaymentEffect): Promise<PaymentDecision> {
  const { bucket, device, id } = rowOf(payment);
  const row = await tx
    .selectFrom('payment')
    .select(['status', 'code'])
    .where('bucket', '=', bucket)
    .where('device', '=', device)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  // Written by `decidePayment` in these very shapes.
  return row as PaymentDecision;
}

/**
 * The legs of an accepted payment beside those that its event makes when the member is folded again. One that was taken back
 * before it came owes its shop nothing.
 */
export async function settlementLegs(
  tx: Tx,
  payment: PaymentEffect,
  { event, isVoided }: { readonly event: string; readonly isVoided: boolean },
): Promise<readonly Leg[]> {
  const { memberId, terms, qty, paid } = payment;
  const { programmeId, unit } = terms;
  const bucket = bucketOf(memberId);
  const released = await takeFromHold(tx, payment);
  await sql`
    UPDATE allowance SET spent = spent + ${paid.payment.points}
    WHERE bucket = ${bucket} AND device = ${paid.deviceThumbprint}
      AND epoch = ${paid.device.allowance?.epoch ?? 0}`.execute(tx);
  const movement = { bucket, event, memberId, programmeId, unit };
  return [
    ...(released === 0 ? [] : holdLegs({ ...movement, change: -Math.min(released, qty) })),
    ...(isVoided ? [] : moneyLegs(payment, event, paid.request.amountMinor)),
  ];
}

/** Of a payment that is taken back: the points come back by the fold, the shop's claim goes, if this receipt gave it one. */
export async function reversalLegs(tx: Tx, payment: PaymentEffect, event: string): Promise<readonly Leg[]> {
  return (await isOwed(tx, payment)) ? moneyLegs(payment, event, -payment.paid.request.amountMinor) : [];
}

/** Accepted, and on this receipt: a payment counts once, whatever a till that lost its memory has signed for it. */
async function isOwed(tx: Tx, payment: PaymentEffect): Promise<boolean> {
  const { bucket, device, id } = rowOf(payment);
  const { rows } = await sql`
    SELECT 1 FROM payment JOIN claim
      ON claim.bucket = payment.bucket AND claim.kind = 'pay' AND claim.subject = payment.id
    WHERE payment.bucket = ${bucket} AND payment.device = ${device} AND payment.id = ${id}
      AND payment.status = 'accepted' AND claim.holder = ${receiptIdOf(payment)}`.execute(tx);
  return rows.length > 0;
}

/** Ids of the receipts among these that were taken back by a record before those of `decided`, which are decided now. */
export async function voidedBefore(
  tx: Tx,
  payments: readonly PaymentEffect[],
  decided: readonly string[],
): Promise<ReadonlySet<string>> {
  if (payments.length === 0) return new Set();
  const { rows } = await sql<{ readonly subject: Buffer }>`
    SELECT claim.subject FROM claim JOIN unnest(
      ${payments.map(({ memberId }) => bucketOf(memberId))}::smallint[],
      ${payments.map(({ paid }) => Buffer.from(paid.receipt.messageId))}::bytea[]) AS k(bucket, subject)
      ON claim.bucket = k.bucket AND claim.kind = 'void' AND claim.subject = k.subject
    WHERE claim.event <> ALL(${decided}::uuid[])`.execute(tx);
  return new Set(rows.map(({ subject }) => subject.toString('hex')));
}

/** Hex. */
export function receiptIdOf({ paid }: PaymentEffect): string {
  return hexFromBytes(paid.receipt.messageId);
}

function moneyLegs(payment: PaymentEffect, event: string, amountMinor: number): readonly Leg[] {
  const { memberId, terms, merchantId, currency } = payment;
  const bucket = bucketOf(memberId);
  return paidLegs({ bucket, event, programmeId: terms.programmeId, merchantId, currency, amountMinor });
}

async function takeFromHold(tx: Tx, { memberId, terms, qty, paid }: PaymentEffect): Promise<number> {
  const { rows } = await sql<{ readonly released: number }>`
    WITH before AS (
      SELECT qty FROM hold
      WHERE bucket = ${bucketOf(memberId)} AND device = ${paid.deviceThumbprint}
        AND programme = ${terms.programmeId} AND unit = ${terms.unit} FOR UPDATE)
    UPDATE hold SET qty = hold.qty - least(hold.qty, ${qty}::bigint)
    FROM before
    WHERE bucket = ${bucketOf(memberId)} AND device = ${paid.deviceThumbprint}
      AND programme = ${terms.programmeId} AND unit = ${terms.unit}
    RETURNING least(before.qty, ${qty}::bigint) AS released`.execute(tx);
  return rows[0]?.released ?? 0;
}

async function limitDecision(tx: Tx, payment: PaymentEffect): Promise<PaymentDecision> {
  if (payment.beyond !== undefined) return { status: 'conflict', code: payment.beyond };
  return (await fitsIntoDay(tx, payment))
    ? { status: 'accepted', code: null }
    : { status: 'conflict', code: 'limit_terminal' };
}

/** Takes the room of its till's day; what does not fit takes none from a smaller payment that does. */
async function fitsIntoDay(tx: Tx, { paid }: PaymentEffect): Promise<boolean> {
  const { certificate, receipt } = paid.receipt;
  const { serial, caps } = certificate;
  const { points } = paid.payment;
  if (points > caps.pointsPerDay) return false;
  const { rows } = await sql`
    INSERT INTO terminal_day (bucket, serial, day, points)
    VALUES (${bucketOf(String(serial))}, ${serial}, ${Math.floor(receipt.issuedAtS / 86_400)}, ${points})
    ON CONFLICT (bucket, serial, day) DO UPDATE SET points = terminal_day.points + excluded.points
    WHERE terminal_day.points + excluded.points <= ${caps.pointsPerDay}
    RETURNING points`.execute(tx);
  return rows.length > 0;
}

/**
 * An honest wallet counts every code and adds up what it spends. A second payment with the same number, or with a sum that
 * overlaps another's, was signed by a copy: both are kept, and the device is stopped.
 */
async function findEquivocation(tx: Tx, payment: PaymentEffect, nowMs: number): Promise<void> {
  const { bucket, device, member, id, epoch, counter, points, cumulative } = rowOf(payment);
  const { rows } = await sql<{ readonly id: Buffer }>`
    SELECT id FROM payment
    WHERE bucket = ${bucket} AND device = ${device} AND id <> ${id} AND (
      counter = ${counter} OR (
        epoch = ${epoch} AND cumulative > ${cumulative - points}::bigint AND cumulative - points < ${cumulative}::bigint))
    ORDER BY id`.execute(tx);
  if (rows.length === 0) return;
  const pairs = rows.map((other) => [other.id, id].toSorted((a, b) => Buffer.compare(a, b)));
  for (const [first, second] of pairs) {
    await sql`
      INSERT INTO equivocation (bucket, device, first, second, found_at)
      VALUES (${bucket}, ${device}, ${first}, ${second}, ${nowMs}) ON CONFLICT DO NOTHING`.execute(tx);
  }
  await sql`
    UPDATE device SET frozen_at = ${nowMs}
    WHERE bucket = ${bucketOf(device)} AND id = ${device} AND frozen_at IS NULL`.execute(tx);
  await revokeDevice(tx, { device, member }, nowMs);
}

function rowOf({ paid, memberId }: PaymentEffect) {
  const { payment, paymentId, paymentBytes, device, deviceThumbprint } = paid;
  return {
    bucket: bucketOf(memberId),
    device: deviceThumbprint,
    id: Buffer.from(paymentId),
    member: hexFromBytes(device.memberId),
    epoch: device.allowance?.epoch ?? 0,
    counter: payment.counter,
    points: payment.points,
    cumulative: payment.cumulative,
    cose: Buffer.from(paymentBytes),
  };
}
