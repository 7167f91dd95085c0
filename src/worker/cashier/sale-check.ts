import type { CatalogueMerchant } from '#api/catalogue.ts';
import { assert } from '#base/assert.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { SaleDraft } from '#bridge/cashier-api.ts';
import type { Facts } from '#protocol/messages.ts';

export interface CheckedSale {
  readonly facts: Facts;
  /** Before any discount. */
  readonly totalMinor: number;
}

export type SaleRefusal =
  | { readonly kind: 'amount_missing' }
  | { readonly kind: 'category_unknown'; readonly details: { readonly category: string } }
  | { readonly kind: 'too_many_lines'; readonly details: { readonly most: number } };

/** What facts can carry (src/protocol/README.md, "Messages"). */
const MOST_LINES = 6;

/** A draft from the screen as facts to sign. An amount that is no positive integer is a bug of the screen. */
export function checkSale(sale: SaleDraft, merchant: CatalogueMerchant): Result<CheckedSale, SaleRefusal> {
  const totalMinor = totalMinorOf(sale);
  if (totalMinor === 0) return err({ kind: 'amount_missing' });
  if (sale.lines.length > MOST_LINES) return err({ kind: 'too_many_lines', details: { most: MOST_LINES } });
  const stranger = sale.lines.find(({ category }) => !merchant.categories.includes(category));
  if (stranger !== undefined)
    return err({ kind: 'category_unknown', details: { category: stranger.category } });
  const lines = sale.lines.map(({ amountMinor, category }) => ({ amountMinor, category }));
  const payWith = sale.payWith === undefined ? {} : { payWith: sale.payWith };
  return ok({ facts: { kind: 'purchase', lines, ...payWith }, totalMinor });
}

/** 0 while nothing was entered. */
export function totalMinorOf(sale: SaleDraft): number {
  let totalMinor = 0;
  for (const { amountMinor } of sale.lines) {
    assert(Number.isSafeInteger(amountMinor) && amountMinor > 0, 'a line has a positive whole amount');
    totalMinor += amountMinor;
  }
  assert(Number.isSafeInteger(totalMinor), 'a total is a safe integer');
  return totalMinor;
}
