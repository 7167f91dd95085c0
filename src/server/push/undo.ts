// Receipts that take a receipt back: what is still left of it, and what follows when it is granted.
import { shareMinor } from '#base/share.ts';
import type { UndoneLine } from '#protocol/pay-messages.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Db, Tx } from '#server/db/transaction.ts';
import { restoreVoucher } from '#server/spending/status-marks.ts';
import type { CheckedRecord } from './check-record.ts';
import type { Decision } from './decision.ts';
import { type Effect, type Undo, voucherBucket } from './effect.ts';
import { takeFromRedemption, type Touched } from './redemptions.ts';
import { lockSales, storedSales } from './sales.ts';

/** Refusals of an undo that only the books can tell. */
export type UndoRefusal = 'nothing_left' | 'more_than_left';

interface StoredUndo {
  readonly id: string;
  readonly receipt: string;
  readonly lines: readonly UndoneLine[] | null;
}

interface Undoing {
  readonly record: CheckedRecord;
  readonly effect: Effect & { readonly undo: Undo };
}

/**
 * Measures each undo of the push against what is left of its receipt, in their order, under the lock of that receipt.
 * One that was granted before is not measured again: its claim knows it.
 */
export async function undoRefusals(
  tx: Tx,
  undoing: readonly Undoing[],
): Promise<ReadonlyMap<CheckedRecord, UndoRefusal>> {
  const refusals = new Map<CheckedRecord, UndoRefusal>();
  if (undoing.length === 0) return refusals;
  const receipts = undoing.map(({ effect }) => effect.undo.sale.receipt);
  await lockSales(tx, receipts);
  const granted = [...(await storedUndos(tx, receipts))];
  for (const { record, effect } of undoing) {
    const { undo } = effect;
    if (granted.some(({ id }) => id === undo.id)) continue;
    const before = granted.filter(({ receipt }) => receipt === undo.sale.receipt);
    const refusal = refusalOf(undo, before);
    if (refusal === undefined)
      granted.push({ ...undo, receipt: undo.sale.receipt, lines: undo.lines ?? null });
    else refusals.set(record, refusal);
  }
  return refusals;
}

function refusalOf({ sale, lines }: Undo, before: readonly StoredUndo[]): UndoRefusal | undefined {
  // All of a receipt can only go back while all of it is there: the rest of a partly refunded one is refunded.
  if (lines === undefined) return before.length === 0 ? undefined : 'nothing_left';
  if (before.some((each) => each.lines === null)) return 'nothing_left';
  const isLeft = lines.every(({ index, amountMinor }) => {
    const gone = before.reduce((sum, each) => sum + amountOf(each.lines ?? [], index), 0);
    return amountMinor <= (sale.lines[index] ?? 0) - gone;
  });
  return isLeft ? undefined : 'more_than_left';
}

function amountOf(lines: readonly UndoneLine[], index: number): number {
  return lines.find((line) => line.index === index)?.amountMinor ?? 0;
}

type GrantedUndo = Decision & { readonly effect: Effect & { readonly undo: Undo } };

/** Stores the granted undos and frees vouchers for another use. Returns the uses of vouchers that gave less than before. */
export async function applyUndos(tx: Tx, decisions: readonly Decision[]): Promise<readonly Touched[]> {
  const touched: Touched[] = [];
  for (const { record, effect } of decisions.filter(isGranted)) {
    const { id, sale, lines } = effect.undo;
    const before = await storedUndos(tx, [sale.receipt]);
    const bucket = bucketOf(sale.receipt);
    const row = { bucket, receipt: sale.receipt, id, event: record.id };
    await tx
      .insertInto('undo')
      .values({ ...row, lines: lines === undefined ? null : JSON.stringify(lines) })
      .execute();
    await freeVoucher(tx, effect.undo);
    const taken = { amountMinor: takenBackMinor(effect.undo, before), event: record.id };
    touched.push(...(await takeFromRedemption(tx, sale, taken)));
  }
  return touched;
}

function isGranted(decision: Decision): decision is GrantedUndo {
  return decision.status === 'accepted' && decision.effect?.undo !== undefined;
}

export interface FreedVoucher {
  readonly memberId: string;
  /** Hex id. */
  readonly voucher: string;
}

/** The vouchers that these undos make good again. */
export function freedVouchers(decisions: readonly Decision[]): readonly FreedVoucher[] {
  return decisions.filter(isGranted).flatMap(({ effect: { undo } }) => freedBy(undo) ?? []);
}

/** Only the sale that held the use can free it: one that lost never had it. */
function freedBy({ sale, lines }: Undo): FreedVoucher | undefined {
  if (lines !== undefined || sale.voucherUse === undefined || sale.status !== 'accepted') return undefined;
  // The subject begins with the voucher's 12 bytes.
  return { memberId: sale.memberId, voucher: sale.voucherUse.subarray(0, 12).toString('hex') };
}

async function freeVoucher(tx: Tx, undo: Undo): Promise<void> {
  const freed = freedBy(undo);
  const { sale } = undo;
  if (freed === undefined || sale.voucherUse === undefined) return;
  await restoreVoucher(tx, freed.voucher);
  await tx
    .deleteFrom('claim')
    .where('bucket', '=', voucherBucket(sale.voucherUse.toString('hex')))
    .where('kind', '=', 'redeem')
    .where('subject', '=', sale.voucherUse)
    .where('holder', '=', sale.receipt)
    .execute();
}

/** The share of the discount that goes back with the goods; all that is left of it with the whole receipt. */
function takenBackMinor({ sale, lines }: Undo, before: readonly StoredUndo[]): number {
  if (lines === undefined) return sale.discountMinor;
  const sumOf = (each: readonly UndoneLine[]): number =>
    each.reduce((sum, line) => sum + line.amountMinor, 0);
  const totalMinor = sale.lines.reduce((sum, amount) => sum + amount, 0);
  const sharing = { totalMinor, sharedMinor: sale.discountMinor };
  const beforeMinor = before.reduce((sum, each) => sum + sumOf(each.lines ?? []), 0);
  return shareMinor(sharing, { beforeMinor, amountMinor: sumOf(lines) });
}

async function storedUndos(tx: Tx, receipts: readonly string[]): Promise<readonly StoredUndo[]> {
  return tx
    .selectFrom('undo')
    .select(['id', 'receipt', 'lines'])
    .where('bucket', 'in', receipts.map(bucketOf))
    .where('receipt', 'in', receipts)
    .execute();
}

/** The receipts that the undos of a push name. Their rows change only when their customer is erased, which is asked again under the lock. */
export function salesUndone(db: Db, records: readonly CheckedRecord[]): ReturnType<typeof storedSales> {
  return storedSales(
    db,
    records.flatMap(({ finding }) =>
      finding.ok && finding.contents.kind === 'undo'
        ? [Buffer.from(finding.contents.undone.receipt.voidedId).toString('hex')]
        : [],
    ),
  );
}
