import type {
  AlmostVoucher,
  BestVouchersView,
  ChosenVoucher,
  EarnedUnit,
  VoucherChoice,
} from '#bridge/wallet-plan.ts';
import type { VoucherView } from '#bridge/wallet-api.ts';
import { versionAt } from '#loyalty/engine/loaded.ts';
import type { EventOutcome, VoucherInstance } from '#loyalty/engine/outcome.ts';
import { voucherName } from '#loyalty/ledger/voucher-name.ts';
import type { Id } from '#loyalty/programme/types.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import type { Hypothesis, Supposed } from './hypothesis.ts';
import { type CheckedBasket, hypothesisFor, joinedAt, supposedPurchase } from './plan-basket.ts';
import { missingSpend, type PricedCombination, tryVouchers, type VoucherTrial } from './plan-combinations.ts';
import { currencyOf, lookOf, unitName, wordOf } from './programme-words.ts';
import { voucherViews } from './voucher-view.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

/** The member's live vouchers for a basket: at its merchant, and at others that sell the same in the same money. */
export function bestVouchersView(world: WalletWorld, checked: CheckedBasket): BestVouchersView {
  const { merchant, totalMinor } = checked;
  const here = counterAt(world, checked);
  const elsewhere = otherMerchants(world, checked).map((other) => counterAt(world, other));
  const money = (amountMinor: number) => ({ amountMinor, currency: merchant.currency });
  const due = here.tables.map(({ trial }) => trial.none?.payable ?? totalMinor);
  return {
    total: money(totalMinor),
    withoutVoucher: money(Math.min(totalMinor, ...due)),
    here: here.choices,
    almost: here.tables
      .flatMap((table) => almostAt(world, table))
      .toSorted((a, b) => a.missing.amountMinor - b.missing.amountMinor || byEnd(a, b)),
    elsewhere: elsewhere.flatMap(({ choices }) => choices.slice(0, 1)).toSorted(byWorth),
    complete: here.tables.every(({ trial }) => trial.complete),
  };
}

/** One merchant's programmes, each with its trial. A programme prices its own vouchers only, as it does with receipts. */
interface Counter {
  readonly tables: readonly Table[];
  readonly choices: readonly VoucherChoice[];
}

interface Table {
  readonly joined: JoinedProgramme;
  readonly hypothesis: Hypothesis;
  readonly purchase: Supposed;
  /** By kind, in the order in which the engine presents them. */
  readonly hand: ReadonlyMap<Id, readonly ChosenVoucher[]>;
  readonly trial: VoucherTrial;
}

function counterAt(world: WalletWorld, checked: CheckedBasket): Counter {
  const purchase = supposedPurchase(world, checked.basket);
  const tables = checked.joined.flatMap((joined): readonly Table[] => {
    const hypothesis = hypothesisFor(world, joined, checked.atMs);
    if (hypothesis === undefined) return [];
    const hand = handOf(world, joined, hypothesis.atMs);
    const stocks = [...hand].map(([voucher, { length }]) => ({ voucher, count: length }));
    return [{ joined, hypothesis, purchase, hand, trial: tryVouchers(hypothesis, purchase, stocks) }];
  });
  const choices = tables.flatMap((table) =>
    table.trial.accepted
      .filter(({ payableMinor }) => payableMinor < (table.trial.none?.payable ?? Infinity))
      .map((combination) => choiceOf(world, checked, { table, tables, combination })),
  );
  return { tables, choices: choices.toSorted(byWorth) };
}

interface Chosen {
  readonly table: Table;
  readonly tables: readonly Table[];
  readonly combination: PricedCombination;
}

function choiceOf(
  world: WalletWorld,
  { merchant, totalMinor }: CheckedBasket,
  { table, tables, combination }: Chosen,
): VoucherChoice {
  const { use, payableMinor, outcome } = combination;
  const { currency } = merchant;
  const kinds = [...new Set(use)];
  const vouchers = kinds.flatMap((id) =>
    (table.hand.get(id) ?? []).slice(0, use.filter((each) => each === id).length),
  );
  const others = tables.filter((other) => other !== table);
  return {
    merchantSlug: merchant.slug,
    merchantName: merchant.name,
    look: lookOf(table.joined.programme, world),
    vouchers: vouchers.toSorted(byEnd),
    discount: { amountMinor: totalMinor - payableMinor, currency },
    payable: { amountMinor: payableMinor, currency },
    earned: [
      ...earnedUnits(world, table.joined, outcome),
      ...others.flatMap(({ joined, trial }) => earnedUnits(world, joined, trial.none)),
    ],
  };
}

function earnedUnits(
  world: WalletWorld,
  { programme }: JoinedProgramme,
  outcome: EventOutcome | undefined,
): readonly EarnedUnit[] {
  const { units } = versionAt(programme.loaded, world.nowMs);
  return Object.entries(outcome?.earned ?? {}).map(([id, qty]) => ({
    unitName: unitName(programme, id, world),
    qty,
    scale: units.get(id)?.scale ?? 0,
  }));
}

/** Lowest price; then fewer vouchers; then what lapses first; then a name, so that the order is one. */
export function byWorth(a: VoucherChoice, b: VoucherChoice): number {
  const byPrice = a.payable.amountMinor - b.payable.amountMinor || a.vouchers.length - b.vouchers.length;
  if (byPrice !== 0) return byPrice;
  for (const [index, voucher] of a.vouchers.entries()) {
    const order = byEnd(voucher, b.vouchers[index]!);
    if (order !== 0) return order;
  }
  return nameOf(a) < nameOf(b) ? -1 : 1;
}

function nameOf({ merchantSlug, vouchers }: VoucherChoice): string {
  return [merchantSlug, ...vouchers.map(({ key }) => key)].join();
}

function byEnd(a: { readonly untilMs?: number }, b: { readonly untilMs?: number }): number {
  return (a.untilMs ?? Infinity) - (b.untilMs ?? Infinity) || 0;
}

/** What may be shown at a till at that instant; a right of access takes nothing off a price. */
function handOf(
  world: WalletWorld,
  { programme, fold }: JoinedProgramme,
  atMs: number,
): ReadonlyMap<Id, readonly ChosenVoucher[]> {
  const views = new Map(voucherViews(world).map((view) => [view.key, view]));
  const hand = new Map<Id, ChosenVoucher[]>();
  for (const instance of (fold?.vouchers ?? []).toSorted(inOrderOfUse)) {
    const view = views.get(voucherName(instance));
    if (!isUsable(instance, view, atMs)) continue;
    const untilMs = endOf(instance);
    const chosen: ChosenVoucher = {
      key: voucherName(instance),
      title: wordOf(programme.presentation.vouchers?.[instance.voucher], instance.voucher, world),
      ...(untilMs === undefined ? {} : { untilMs }),
      ready: view?.state === 'live',
    };
    hand.set(instance.voucher, [...(hand.get(instance.voucher) ?? []), chosen]);
  }
  return hand;
}

/** One shown at a till before is most likely spent: only its receipt is missing. */
function isUsable(instance: VoucherInstance, view: VoucherView | undefined, atMs: number): boolean {
  const isLive = instance.state === 'live' && (endOf(instance) ?? Infinity) > atMs;
  return isLive && (view?.state === 'live' || view?.state === 'waiting');
}

function inOrderOfUse(a: VoucherInstance, b: VoucherInstance): number {
  const order = (endOf(a) ?? Infinity) - (endOf(b) ?? Infinity) || 0;
  return order === 0 ? (instantFromText(a.issuedAt) ?? 0) - (instantFromText(b.issuedAt) ?? 0) : order;
}

function endOf({ until }: VoucherInstance): number | undefined {
  return until === undefined ? undefined : instantFromText(until);
}

function almostAt(
  world: WalletWorld,
  { joined, hypothesis, purchase, hand, trial }: Table,
): readonly AlmostVoucher[] {
  const { programme } = joined;
  return [...trial.refusedAlone].flatMap(([voucher, reason]) => {
    const [first] = hand.get(voucher) ?? [];
    if (reason !== 'min' || first === undefined) return [];
    const terms = versionAt(programme.loaded, hypothesis.atMs).vouchers.get(voucher);
    const amountMinor = terms && missingSpend(hypothesis, purchase, terms);
    if (amountMinor === undefined) return [];
    const missing = { amountMinor, currency: currencyOf(programme) };
    return [{ ...first, look: lookOf(programme, world), missing }];
  });
}

function otherMerchants(
  world: WalletWorld,
  { basket, merchant, ...rest }: CheckedBasket,
): readonly CheckedBasket[] {
  return [...world.catalogue.merchants.values()].flatMap((other) => {
    const joined = joinedAt(world, other.slug);
    const sells = basket.lines.every(({ category }) => other.categories.includes(category));
    const sameMoney =
      other.currency.code === merchant.currency.code &&
      other.currency.exponent === merchant.currency.exponent;
    if (other.slug === merchant.slug || joined.length === 0 || !sells || !sameMoney) return [];
    return [{ ...rest, basket: { ...basket, merchantSlug: other.slug }, merchant: other, joined }];
  });
}
