// The published programmes as a catalogue offers them: under an id of their own, with the merchants that take part.
import { assert } from '#base/assert.ts';
import type { SaleFields } from '#loyalty/ledger/receipt-events.ts';
import type { Presentation } from '#loyalty/programme/presentation.ts';
import type { Programme } from '#loyalty/programme/types.ts';
import { publishedCatalogue } from './catalogue.ts';
import { VARIANT_WORDS } from './variant-words.ts';

export interface PublishedOffer {
  readonly programme: Programme;
  readonly presentation: Presentation;
  /** Slugs of `PUBLISHED_MERCHANTS`; the first is the one that people know the programme by. */
  readonly merchants: readonly string[];
  readonly sales: SaleFields;
}

/** All 25. A variant of a programme becomes one with its own id, so that both can be offered and told apart. */
export function publishedOffers(): readonly PublishedOffer[] {
  return publishedCatalogue().map(({ name, programme, presentation }) => {
    const sales = SALES_AT[name];
    assert(sales !== undefined, `${name} has no merchant`);
    const words = VARIANT_WORDS[name];
    const offered =
      words === undefined
        ? { programme, presentation }
        : {
            programme: { ...programme, id: name },
            presentation: { ...presentation, ...words, programme: name },
          };
    return { ...offered, merchants: Object.keys(sales), sales: filled(sales) };
  });
}

const taobao = { taobao: { platform: 'taobao', store: 'taobao' } };
const supermarket = { 'tmall-supermarket': { platform: 'tmall', store: 'tmall-supermarket' } };
const loreal = {
  'loreal-skin': { platform: 'tmall', store: 'loreal-skin' },
  'loreal-hair': { platform: 'tmall', store: 'loreal-hair' },
  'loreal-makeup': { platform: 'tmall', store: 'loreal-makeup' },
  'loreal-men': { platform: 'tmall', store: 'loreal-men' },
};
const guess = { 'guess-flagship': { platform: 'tmall', store: 'guess-flagship' } };
const alibaba = { ...supermarket, ...taobao, ...loreal, ...guess };

/** By file name: the merchants, and what the rules of the programme know about a sale at each. */
const SALES_AT: Readonly<Record<string, SaleFields>> = {
  aadvantage: { 'american-airlines': { type: 'flight', carrier: 'AA' }, 'aa-partner': { type: 'partner' } },
  'alibaba-88': alibaba,
  'alibaba-88-day88': alibaba,
  'alibaba-88-guess': { ...guess, ...supermarket, ...taobao, ...loreal },
  'alibaba-88-loreal': { ...loreal, ...supermarket, ...taobao, ...guess },
  'alibaba-88-recorded': alibaba,
  'alibaba-apass': { ...taobao, ...supermarket },
  alopeyk: { alopeyk: { type: 'delivery' }, 'food-partner': {} },
  baman: {
    'baman-taxi': { network: 'baman', merchant: 'taxi' },
    'baman-books': { network: 'baman', merchant: 'book' },
    'baman-laundry': { network: 'baman', merchant: 'laundry' },
    'baman-food': { network: 'baman', merchant: 'food' },
    'baman-courier': { network: 'baman', merchant: 'courier' },
  },
  digiclub: { digikala: {}, tapsi: {} },
  'engine-lab': { 'number-lab': { merchant: 'big' } },
  'engine-lab2': { 'rule-lab': { merchant: 'cat' } },
  green: { 'green-ways': {} },
  'hyt-lin': { lin: { channel: 'shop' } },
  'maral-charm': { 'maral-charm': {} },
  'marriott-88': { marriott: { type: 'night', brand: 'marriott' } },
  nike: { nike: { channel: 'store' } },
  nordstrom: { nordstrom: { family: 'nordstrom' }, 'nordstrom-rack': { family: 'nordstrom' } },
  'novin-charm': { 'novin-charm': {} },
  prime: { amazon: {} },
  sephora: { sephora: {} },
  starbucks: { starbucks: { channel: 'store' } },
  tapsi: { tapsi: { type: 'trip' }, digikala: {} },
  'verizon-up': { verizon: { type: 'bill' } },
  walgreens: { walgreens: {} },
};

/** Without the merchants about which there is nothing to add. */
function filled(sales: SaleFields): SaleFields {
  return Object.fromEntries(Object.entries(sales).filter(([, fields]) => Object.keys(fields).length > 0));
}
