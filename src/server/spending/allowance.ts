// What a wallet may spend without asking (src/protocol/README.md, "Challenges, payments and limits"): reserved in the member's
// books before a certificate says it, released when no till can be shown that certificate any more.
import type { Allowance, ProgrammeShare } from '#protocol/messages.ts';
import { payTermsOf, type PayTerms } from '#loyalty/ledger/pay-terms.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Db, Tx } from '#server/db/transaction.ts';
import { bookLegs, holdLegs, type Leg, memberAccount } from '#server/push/ledger.ts';
import type { Directory } from '#server/push/directory.ts';
import { type Holder, readWalletStanding, type Told, type WalletStanding } from './wallet-standing.ts';

/** Whole points. */
const PER_TRANSACTION = 300;
const MOST_POINTS = 1_000;
/** Half of what the member has: the other half can be spent online meanwhile. */
const SHARE_OF_BALANCE = 2;
/** After a certificate has ended, tills may still report what they took with it. */
const SETTLEMENT_MS = 72 * 3_600_000;
const MOST_SHARES = 8;

export interface AllowanceContext {
  readonly directory: Directory;
  readonly nowMs: number;
  /** A fresh UUID for each set of legs that is booked. */
  readonly newEvent: () => string;
}

export interface IssuedAllowance {
  readonly allowance: Allowance;
  readonly shares: readonly ProgrammeShare[];
}

type Spent = Pick<Told, 'epoch' | 'spent'>;

/**
 * Reserves what the device may spend until `untilMs` and remembers it. `undefined` when there is nothing to reserve. The
 * caller holds the locks of device and member and has read `standing` under them. An older certificate may still be about, so
 * what is held for the device never shrinks before that has ended.
 */
export async function reserveAllowance(
  tx: Tx,
  holder: Holder,
  context: AllowanceContext & {
    readonly standing: WalletStanding;
    readonly untilMs: number;
    readonly tiers: string;
  },
): Promise<IssuedAllowance | undefined> {
  const { epoch, spent } = currentEpoch(context.standing, context.nowMs);
  const shares: ProgrammeShare[] = [];
  const legs: Leg[] = [];
  const event = context.newEvent();
  const isAnyReleased = await releaseEndedHolds(tx, holder, context);
  const books = isAnyReleased ? await readSpendable(tx, holder, context) : context.standing;
  for (const terms of payingUnits(context)) {
    const { before, own } = qtysOf(books, holder, terms);
    const after = Math.max(before, targetQty(own + before, terms.scale));
    if (after > before) {
      legs.push(...holdLegs({ ...movementOf(holder, terms, event), change: after - before }));
      await putHold(tx, holder, terms, after);
    }
    const points = Math.floor(after / 10 ** terms.scale);
    if (points > 0) shares.push({ programmeNumber: terms.programmeNumber, points });
  }
  await bookLegs(tx, legs);
  const largest = shares.toSorted((a, b) => b.points - a.points).slice(0, MOST_SHARES);
  const most = largest[0]?.points ?? 0;
  const cap = spent + most;
  const { untilMs, tiers } = context;
  await putAllowance(tx, holder, { epoch, spent, cap, untilMs, tiers });
  if (most === 0) return undefined;
  const perTransaction = Math.min(PER_TRANSACTION, most);
  return { allowance: { perTransaction, cumulative: cap, epoch }, shares: largest };
}

/** Whether a new certificate would say something else that matters: half of the allowance is gone, or as much again is there. */
export function isAllowanceDue(
  standing: WalletStanding,
  holder: Holder,
  context: Omit<AllowanceContext, 'newEvent'>,
): boolean {
  return payingUnits(context).some((terms) => {
    const { before, own } = qtysOf(standing, holder, terms);
    const target = targetQty(own + before, terms.scale);
    return target > 0 && before * 2 <= target;
  });
}

/** Where the wallet stands, with the balances that can pay. */
export function readSpendable(
  db: Db | Tx,
  holder: Holder,
  context: Omit<AllowanceContext, 'newEvent'>,
): Promise<WalletStanding> {
  const accounts = payingUnits(context).map((terms) => accountOf(holder, terms));
  return readWalletStanding(db, holder, accounts);
}

/** Scaled: what is held for the device, and what the member has besides. */
function qtysOf(
  { held, own }: WalletStanding,
  holder: Holder,
  terms: PayTerms,
): { readonly before: number; readonly own: number } {
  return {
    before: held.get(`${terms.programmeId}/${terms.unit}`) ?? 0,
    own: own.get(accountOf(holder, terms)) ?? 0,
  };
}

function accountOf({ member }: Holder, { programmeId, unit }: PayTerms): string {
  return memberAccount(member, programmeId, unit);
}

/** A fresh epoch once no certificate of the last one can be shown: then what it held goes back. */
function currentEpoch({ told }: WalletStanding, nowMs: number): Spent {
  if (told === undefined) return { epoch: 1, spent: 0 };
  return nowMs <= told.untilMs + SETTLEMENT_MS ? told : { epoch: told.epoch + 1, spent: 0 };
}

/**
 * Gives back what is held for devices of this member, lost ones too, whose certificates have ended and are settled. Whether
 * that was anything.
 */
async function releaseEndedHolds(
  tx: Tx,
  holder: Holder,
  { nowMs, newEvent }: Pick<AllowanceContext, 'nowMs' | 'newEvent'>,
): Promise<boolean> {
  const bucket = bucketOf(holder.member);
  const rows = await tx
    .deleteFrom('hold')
    .where('bucket', '=', bucket)
    .where('member', '=', holder.member)
    .where('device', 'in', (eb) =>
      eb
        .selectFrom('allowance')
        .select('device')
        .where('bucket', '=', bucket)
        .where('member', '=', holder.member)
        .where('until_ms', '<', nowMs - SETTLEMENT_MS),
    )
    .returning(['programme', 'unit', 'qty'])
    .execute();
  const event = newEvent();
  const legs = rows.flatMap(({ programme, unit, qty }) =>
    holdLegs({ ...movementOf(holder, { programmeId: programme, unit }, event), change: -qty }),
  );
  await bookLegs(tx, legs);
  return rows.length > 0;
}

function targetQty(balanceQty: number, scale: number): number {
  const unit = 10 ** scale;
  const half = Math.floor(balanceQty / SHARE_OF_BALANCE / unit);
  return Math.max(0, Math.min(MOST_POINTS, half)) * unit;
}

/** Each merchant takes one unit; several may take the same one. */
function payingUnits({
  directory,
  nowMs,
}: Pick<AllowanceContext, 'directory' | 'nowMs'>): readonly PayTerms[] {
  const programmes = [...directory.programmes.values()];
  const terms = new Map<string, PayTerms>();
  for (const slug of directory.merchantBySlug.keys()) {
    const taken = payTermsOf(programmes, slug, Math.floor(nowMs / 1000));
    if (taken !== undefined) terms.set(`${taken.programmeId}/${taken.unit}`, taken);
  }
  return [...terms.values()];
}

function movementOf(
  { member }: Holder,
  { programmeId, unit }: Pick<PayTerms, 'programmeId' | 'unit'>,
  event: string,
) {
  return { bucket: bucketOf(member), event, memberId: member, programmeId, unit };
}

async function putHold(
  tx: Tx,
  { device, member }: Holder,
  { programmeId, unit }: PayTerms,
  qty: number,
): Promise<void> {
  await tx
    .insertInto('hold')
    .values({ bucket: bucketOf(member), device, member, programme: programmeId, unit, qty })
    .onConflict((on) => on.columns(['bucket', 'device', 'programme', 'unit']).doUpdateSet({ qty }))
    .execute();
}

async function putAllowance(
  tx: Tx,
  { device, member }: Holder,
  told: Told & { readonly cap: number },
): Promise<void> {
  const { epoch, spent, cap, tiers, untilMs: until_ms } = told;
  const values = { epoch, spent, cap, tiers, until_ms };
  await tx
    .insertInto('allowance')
    .values({ bucket: bucketOf(member), device, member, ...values })
    .onConflict((on) => on.columns(['bucket', 'device']).doUpdateSet(values))
    .execute();
}
