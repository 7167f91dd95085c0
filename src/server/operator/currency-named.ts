import type { CatalogueMerchant } from '#api/catalogue.ts';

type Currency = CatalogueMerchant['currency'];

/** Of one of the merchants; an account outlives the last merchant that took its currency. */
export function currencyNamed(code: string, merchants: readonly CatalogueMerchant[]): Currency {
  const known = merchants.find(({ currency }) => currency.code === code)?.currency;
  return known === undefined ? { code, exponent: 2 } : { ...known };
}
