import type { CatalogueMerchant } from '#api/catalogue.ts';
import { assert } from '#base/assert.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { Basket, PlanChoices, PlanMerchant, PlanRefusal } from '#bridge/wallet-plan.ts';
import { eventsOfGroup } from '#loyalty/ledger/programme-group.ts';
import { purchaseEvent } from '#loyalty/ledger/receipt-events.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { MAX_FACT_LINES } from '#protocol/facts.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import { type Hypothesis, type Supposed, openHypothesis } from './hypothesis.ts';
import { memberLogFrom } from './member-log.ts';
import { payMeansOf } from './plan-pay-means.ts';
import { lookOf } from './programme-words.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

/** A basket that the engine can be asked about. */
export interface CheckedBasket {
  readonly basket: Basket;
  readonly merchant: CatalogueMerchant;
  /** The joined programmes in which the merchant takes part. */
  readonly joined: readonly JoinedProgramme[];
  readonly totalMinor: number;
  readonly atMs: number;
}

/** What a till would accept as a sale, at a merchant of a joined programme. Refusals: `PlanRefusal`. */
export function checkBasket(
  world: WalletWorld,
  basket: Basket,
): Result<CheckedBasket, { readonly kind: PlanRefusal }> {
  const merchant = world.catalogue.merchants.get(basket.merchantSlug);
  const joined = joinedAt(world, basket.merchantSlug);
  if (merchant === undefined || joined.length === 0) return err({ kind: 'nothing_joined_there' });
  const totalMinor = basket.lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const areAmounts = basket.lines.every(
    ({ amountMinor }) => Number.isSafeInteger(amountMinor) && amountMinor > 0,
  );
  if (!areAmounts || totalMinor === 0 || !Number.isSafeInteger(totalMinor))
    return err({ kind: 'amount_missing' });
  if (basket.lines.length > MAX_FACT_LINES) return err({ kind: 'too_many_lines' });
  if (basket.lines.some(({ category }) => !merchant.categories.includes(category)))
    return err({ kind: 'category_unknown' });
  return ok({ basket, merchant, joined, totalMinor, atMs: Math.max(basket.atMs ?? 0, world.nowMs) });
}

export function joinedAt(world: WalletWorld, merchantSlug: string): readonly JoinedProgramme[] {
  return world.joined.filter(({ programme }) => programme.merchants.includes(merchantSlug));
}

/** The purchase exactly as its receipt would enter the log. */
export function supposedPurchase(world: WalletWorld, basket: Basket): Supposed {
  const { memberId } = world.holdings;
  assert(memberId !== undefined, 'who has joined is a member');
  const { lines, payWith } = basket;
  return purchaseEvent({
    receiptId: '',
    atS: 0,
    memberId,
    merchantSlug: basket.merchantSlug,
    facts: { lines, ...(payWith === undefined ? {} : { payWith }) },
  });
}

/** `undefined` when the programme's numbers have no exact answer, or none yet: a long history is not folded twice. */
export function hypothesisFor(
  world: WalletWorld,
  { programme, fold, unsettled }: JoinedProgramme,
  atMs: number,
): Hypothesis | undefined {
  const { memberId } = world.holdings;
  if (memberId === undefined || fold === undefined || unsettled !== undefined) return undefined;
  const events = eventsIn(world, programme);
  return openHypothesis({ loaded: programme.loaded, group: programme.group, events, memberId, atMs });
}

/** What one programme folds of the member's log. */
export function eventsIn(world: WalletWorld, programme: UsableProgramme): readonly LoyaltyEvent[] {
  return eventsOfGroup(memberLogFrom(world.holdings).events, programme.group);
}

export function planChoices(world: WalletWorld): PlanChoices {
  const merchants = [...world.catalogue.merchants.values()].flatMap((merchant): readonly PlanMerchant[] => {
    const joined = joinedAt(world, merchant.slug);
    if (joined.length === 0) return [];
    const lastBasket = lastBasketAt(world, merchant.slug);
    return [
      {
        slug: merchant.slug,
        name: merchant.name,
        currency: merchant.currency,
        categories: merchant.categories,
        payMeans: [...new Set(joined.flatMap(({ programme }) => payMeansOf(programme.definition)))],
        looks: joined.map(({ programme }) => lookOf(programme, world)),
        ...(lastBasket === undefined ? {} : { lastBasket }),
      },
    ];
  });
  return { merchants };
}

function lastBasketAt(world: WalletWorld, merchantSlug: string): PlanMerchant['lastBasket'] {
  const row = world.holdings.receipts.find(
    ({ content }) => content?.merchantSlug === merchantSlug && content.purchase !== undefined,
  );
  const { purchase, issuedAtS } = row?.content ?? {};
  if (purchase === undefined || issuedAtS === undefined || purchase.lines.length === 0) return undefined;
  const { lines, payWith } = purchase;
  return { merchantSlug, lines, ...(payWith === undefined ? {} : { payWith }), atMs: issuedAtS * 1_000 };
}
