import type { SaleDraft } from '#bridge/cashier-api.ts';
import type { PayOfferView } from '#bridge/cashier-pay.ts';
import type { RefusalView } from '#bridge/common-views.ts';
import { type Result, err, ok } from '#base/result.ts';
import { type PayTerms, type PointsOffer, payTermsOf, pointsFor } from '#loyalty/ledger/pay-terms.ts';
import { parseProgramme } from '#loyalty/programme/parse.ts';
import { parsePresentation } from '#loyalty/programme/presentation.ts';
import { totalMinorOf } from './sale-check.ts';
import type { Till } from './till.ts';

/** Which points this till takes now; none where no programme of the merchant says what its points are worth. */
export function payTermsOfTill({ programmes, merchant }: Till, nowMs: number): PayTerms | undefined {
  const paying = programmes.flatMap(({ number, definition, merchants }) => {
    const parsed = parseProgramme(definition);
    return parsed.ok ? [{ number, definition: parsed.value, merchants }] : [];
  });
  return payTermsOf(paying, merchant.slug, Math.floor(nowMs / 1_000));
}

export interface PayOffer {
  readonly terms: PayTerms;
  readonly offer: PointsOffer;
  readonly totalMinor: number;
}

/** Refusals in this order: `points_not_taken`, `amount_missing`, `min_spend`, `points_too_few`. */
export function offerFor(
  till: Till,
  { sale, wantedMinor }: { readonly sale: SaleDraft; readonly wantedMinor: number },
  nowMs: number,
): Result<PayOffer, RefusalView> {
  const terms = payTermsOfTill(till, nowMs);
  if (terms === undefined) return err({ kind: 'points_not_taken' });
  const totalMinor = totalMinorOf(sale);
  const offer = pointsFor(terms, { totalMinor, wantedMinor });
  return offer.ok ? ok({ terms, offer: offer.value, totalMinor }) : offer;
}

export function offerView(till: Till, { terms, offer, totalMinor }: PayOffer): PayOfferView {
  const { currency } = till.merchant;
  const programme = till.programmes.find(({ number }) => number === terms.programmeNumber);
  const words = programme === undefined ? undefined : parsePresentation(programme.presentation);
  return {
    points: offer.points,
    value: { amountMinor: offer.valueMinor, currency },
    rest: { amountMinor: totalMinor - offer.valueMinor, currency },
    programmeName: words?.ok === true ? words.value.name.en : terms.programmeId,
  };
}
