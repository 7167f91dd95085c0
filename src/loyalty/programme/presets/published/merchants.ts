// Who takes part in the published programmes, so that a till can be paired for each. Where several shops share one currency
// of points, each is a merchant of its own.
import type { Programme } from '#loyalty/programme/types.ts';

type Currency = Programme['currency'];

export interface PresetMerchant {
  /** Its name on a till and a receipt, at most 40 characters. */
  readonly name: string;
  readonly currency: Currency;
  /** Line categories that its till offers: those that rules ask for, then the usual ones. */
  readonly categories: readonly string[];
}

const cny: Currency = { code: 'CNY', exp: 2 };
const irr: Currency = { code: 'IRR', exp: 0 };
const usd: Currency = { code: 'USD', exp: 2 };

/** By slug. */
export const PUBLISHED_MERCHANTS: Readonly<Record<string, PresetMerchant>> = {
  'tmall-supermarket': merchant('Tmall Supermarket', cny, 'grocery', 'household', 'beauty', 'snack'),
  taobao: merchant('Taobao', cny, 'fashion', 'home', 'electronics', 'toys'),
  'loreal-skin': merchant("L'Oréal Skin flagship", cny, 'skincare'),
  'loreal-hair': merchant("L'Oréal Hair flagship", cny, 'haircare'),
  'loreal-makeup': merchant("L'Oréal Makeup flagship", cny, 'makeup'),
  'loreal-men': merchant("L'Oréal Men flagship", cny, 'men'),
  'guess-flagship': merchant('Guess flagship', cny, 'clothing', 'accessories'),
  marriott: merchant('Marriott', cny, 'night'),
  lin: merchant('Lin', cny, 'clothing', 'home'),
  'american-airlines': merchant('American Airlines', usd, 'fare'),
  'aa-partner': merchant('Partner of AAdvantage', usd, 'hotel', 'car', 'shopping'),
  amazon: merchant('Amazon', usd, 'books', 'electronics', 'grocery'),
  nike: merchant('Nike Store', usd, 'shoes', 'clothing'),
  nordstrom: merchant('Nordstrom', usd, 'clothing', 'shoes', 'beauty'),
  'nordstrom-rack': merchant('Nordstrom Rack', usd, 'clothing', 'shoes'),
  sephora: merchant('Sephora', usd, 'makeup', 'skincare', 'fragrance', 'hair'),
  starbucks: merchant('Starbucks', usd, 'coffee', 'food', 'goods'),
  verizon: merchant('Verizon', usd, 'plan', 'device'),
  walgreens: merchant('Walgreens', usd, 'health', 'beauty', 'snack', 'household', 'prescription'),
  alopeyk: merchant('Alopeyk', irr, 'delivery'),
  'food-partner': merchant('Food partner of Alopeyk', irr, 'meal', 'drink'),
  'baman-taxi': merchant('Baman taxi', irr, 'ride'),
  'baman-books': merchant('Baman books', irr, 'book', 'stationery'),
  'baman-laundry': merchant('Baman laundry', irr, 'laundry'),
  'baman-food': merchant('Baman food', irr, 'meal', 'drink'),
  'baman-courier': merchant('Baman courier', irr, 'delivery'),
  digikala: merchant('Digikala', irr, 'electronics', 'home', 'fashion'),
  tapsi: merchant('Tapsi', irr, 'ride'),
  'green-ways': merchant('Green ways', irr, 'goods'),
  'maral-charm': merchant('Maral Charm', irr, 'leather', 'bags', 'shoes'),
  'novin-charm': merchant('Novin Charm', irr, 'leather', 'bags', 'shoes'),
  'number-lab': merchant('Laboratory of large numbers', irr, 'goods'),
  'rule-lab': merchant('Laboratory of rules', irr, 'book', 'food', 'drink'),
};

function merchant(name: string, currency: Currency, ...categories: readonly string[]): PresetMerchant {
  return { name, currency, categories };
}
