import { unreachable } from '#base/assert.ts';
import { hexFromBytes } from '#base/bytes.ts';
import type { SaleDraft, TillReading } from '#bridge/cashier-api.ts';
import type { Money, RefusalView } from '#bridge/common-views.ts';
import type { Voucher } from '#protocol/messages.ts';
import type { AcceptedPresentation, ReplayStore } from '#protocol/verdict.ts';
import { valueLeftTodayMinor } from '#protocol/risk.ts';
import { redeemGenuine } from '#protocol/verify-presentation.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { SaleDeps } from './deps.ts';
import type { Reading } from './readings.ts';
import type { KnownReplay } from './replay-keeper.ts';
import { type CheckedSale, checkSale } from './sale-check.ts';
import { withinSales } from './sales-day.ts';
import { terminalPolicy } from './terminal-policy.ts';
import type { Till } from './till.ts';

export type VoucherReading = Extract<Reading, { readonly kind: 'voucher' }>;

/** A voucher that may be redeemed in this sale, and what the memory against replay becomes by doing so. */
export interface Redeemable {
  readonly accepted: AcceptedPresentation;
  readonly sale: CheckedSale;
  readonly before: KnownReplay;
  readonly after: ReplayStore;
}

/**
 * Judges a genuine presentation against the sale on the screen, as often as the sale changes. Refusals: those of
 * `checkSale`, `limit_sales`, step 15 and 16 of the protocol by the limits of the till's certificate.
 */
export async function judgeVoucher(
  deps: SaleDeps,
  till: Till,
  { genuine }: VoucherReading,
  draft: SaleDraft,
): Promise<Result<Redeemable, RefusalView>> {
  const sale = checkSale(draft, till.merchant);
  if (!sale.ok) return sale;
  const within = await withinSales(deps.stores, till, sale.value, deps.clock.nowMs());
  if (!within.ok) return within;
  const before = await deps.keeper.current();
  const policy = terminalPolicy(till, await deps.knowledge(), sale.value.totalMinor);
  const { verdict, state } = redeemGenuine(genuine, before.state, policy, deps.clock);
  switch (verdict.kind) {
    case 'accepted_provisional': {
      const { accepted } = verdict;
      if (accepted.type !== 'presentation') return err({ kind: 'wrong_type' });
      return ok({ accepted, sale: sale.value, before, after: state });
    }
    case 'refused':
      return err(
        withDetails(verdict.refusal.kind, genuine.voucher, {
          totalMinor: sale.value.totalMinor,
          leftMinor: valueLeftTodayMinor(before.state, policy, deps.clock.nowMs()),
        }),
      );
    case 'repeat':
    case 'amount_needed':
      return err({ kind: 'reading_gone' });
    default:
      return unreachable(verdict);
  }
}

export function voucherView(
  reading: VoucherReading,
  { accepted: { voucher, discountMinor }, sale: { totalMinor } }: Redeemable,
  till: Till,
): TillReading {
  const money = (amountMinor: number): Money => ({ amountMinor, currency: till.merchant.currency });
  return {
    kind: 'voucher',
    readingId: reading.readingId,
    title: voucher.title,
    off:
      voucher.kind === 'fixed'
        ? { kind: 'fixed', money: money(voucher.value) }
        : { kind: 'percent', basisPoints: voucher.value },
    ...(voucher.minSpendMinor === undefined ? {} : { minimum: money(voucher.minSpendMinor) }),
    discount: money(discountMinor),
    payable: money(totalMinor - discountMinor),
  };
}

/** When this very use of the voucher was taken here, for the cashier's "used at". */
export async function usedAtMsOf(deps: SaleDeps, voucherId: Uint8Array): Promise<number | undefined> {
  const { state } = await deps.keeper.current();
  const use = state.vouchers[hexFromBytes(voucherId)]?.at(-1);
  if (use === undefined) return undefined;
  const taken = await deps.stores.store.read(({ receipts }) => receipts.answerTo(use.presentationId));
  return taken?.atMs;
}

function withDetails(
  kind: string,
  voucher: Voucher,
  { totalMinor, leftMinor }: { readonly totalMinor: number; readonly leftMinor: number },
): RefusalView {
  if (kind === 'limit_terminal') return { kind, details: { leftMinor } };
  if (kind !== 'min_spend') return { kind };
  const minimumMinor = voucher.minSpendMinor ?? 0;
  return { kind, details: { minimumMinor, missingMinor: minimumMinor - totalMinor } };
}
