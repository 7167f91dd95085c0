// Trying vouchers on a purchase. The engine prices; here is only what to ask it, in which order, and how often at most.
import type { EventOutcome, Reason } from '#loyalty/engine/outcome.ts';
import type { Id, Voucher } from '#loyalty/programme/types.ts';
import type { Hypothesis, Supposed } from './hypothesis.ts';

/** Live vouchers of one kind; they are presented in the order in which they end. */
export interface VoucherStock {
  readonly voucher: Id;
  readonly count: number;
}

export interface PricedCombination {
  /** Voucher ids as `use` names them, a kind as often as it is shown. */
  readonly use: readonly Id[];
  readonly outcome: EventOutcome;
  readonly payableMinor: number;
}

export interface VoucherTrial {
  /** What is due without any. `undefined` when the engine has no exact answer. */
  readonly none: EventOutcome | undefined;
  /** Every combination of which all are accepted. */
  readonly accepted: readonly PricedCombination[];
  /** Why a voucher is refused when it is shown alone. */
  readonly refusedAlone: ReadonlyMap<Id, Reason>;
  /** `false` when there are more combinations than the bounds allow: the smaller ones were tried. */
  readonly complete: boolean;
}

/** Far beyond what a hand of vouchers gives: nine different ones have 511 combinations. */
export const MOST_COMBINATIONS = 512;

/** Nobody shows a till more of them one after the other. */
export const MOST_TOGETHER = 6;

/** Refusals that no other voucher can lift: the place, the member, the limit decide, before any price is known. */
const FINAL: ReadonlySet<Reason> = new Set<Reason>(['none', 'where', 'scope', 'limit']);

/** Prices a purchase with every combination of the vouchers at hand, the smaller combinations first. */
export function tryVouchers(
  hypothesis: Hypothesis,
  purchase: Supposed,
  stocks: readonly VoucherStock[],
): VoucherTrial {
  const none = hypothesis.outcomeOf(purchase);
  const refusedAlone = new Map<Id, Reason>();
  const accepted: PricedCombination[] = [];
  const priced = (use: readonly Id[]) => {
    const outcome = hypothesis.outcomeOf({ ...purchase, use });
    const refusal = outcome?.rejected?.find(([id]) => use.includes(id));
    if (use.length === 1 && refusal !== undefined) refusedAlone.set(use[0]!, refusal[1]);
    if (outcome !== undefined && refusal === undefined)
      accepted.push({ use, outcome, payableMinor: outcome.payable ?? 0 });
  };
  for (const { voucher } of stocks) priced([voucher]);
  const hopeful = stocks.filter(({ voucher }) => !FINAL.has(refusedAlone.get(voucher) ?? 'min'));
  let tried = stocks.length;
  for (const use of combinations(hopeful)) {
    if (tried >= MOST_COMBINATIONS) return { none, accepted, refusedAlone, complete: false };
    tried += 1;
    priced(use);
  }
  return { none, accepted, refusedAlone, complete: countOf(hopeful) <= MOST_TOGETHER };
}

function countOf(stocks: readonly VoucherStock[]): number {
  return stocks.reduce((sum, { count }) => sum + count, 0);
}

/** All ways to take two to `MOST_TOGETHER`, fewer first, in the order of the stocks. */
function* combinations(stocks: readonly VoucherStock[]): Generator<readonly Id[]> {
  const most = Math.min(countOf(stocks), MOST_TOGETHER);
  for (let size = 2; size <= most; size++) yield* ofSize(stocks, size);
}

function* ofSize(stocks: readonly VoucherStock[], size: number): Generator<readonly Id[]> {
  if (size === 0) {
    yield [];
    return;
  }
  const [first, ...rest] = stocks;
  if (first === undefined) return;
  for (let taken = Math.min(first.count, size); taken >= 0; taken--) {
    const start = Array.from({ length: taken }, () => first.voucher);
    for (const end of ofSize(rest, size - taken)) yield [...start, ...end];
  }
}

/** Discounts before it may lower what counts, so more than the threshold itself can be wanted; not without limit. */
const MOST_THRESHOLDS = 10;

/**
 * How much more on one line the engine wants before it takes the voucher, the least over all lines; `undefined` when no amount
 * helps. Found by asking it: doubling, then halving the interval.
 */
export function missingSpend(
  hypothesis: Hypothesis,
  purchase: Supposed,
  { id: voucher, min = 0, every = 0 }: Pick<Voucher, 'id' | 'min' | 'every'>,
): number | undefined {
  // Without a bound, a rule that turns points into vouchers would be asked about millions of them.
  const mostMinor = Math.max(min, every) * MOST_THRESHOLDS;
  const lines = purchase.lines ?? [];
  const extras = lines.flatMap((_, index) => {
    const accepts = (extraMinor: number) => {
      const raised = lines.map((line, at) =>
        at === index ? { ...line, amount: line.amount + extraMinor } : line,
      );
      const outcome = hypothesis.outcomeOf({ ...purchase, lines: raised, use: [voucher] });
      return outcome !== undefined && outcome.rejected?.some(([id]) => id === voucher) !== true;
    };
    return leastAccepted(accepts, mostMinor) ?? [];
  });
  return extras.length === 0 ? undefined : Math.min(...extras);
}

function leastAccepted(accepts: (extraMinor: number) => boolean, mostMinor: number): number | undefined {
  let enough = 1;
  while (!accepts(enough)) {
    enough *= 2;
    if (enough > mostMinor) return undefined;
  }
  let tooLittle = enough === 1 ? 0 : enough / 2;
  while (enough - tooLittle > 1) {
    const middle = Math.floor((tooLittle + enough) / 2);
    if (accepts(middle)) enough = middle;
    else tooLittle = middle;
  }
  return enough;
}
