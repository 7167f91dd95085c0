import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LOCALES } from '#base/locale.ts';
import { searchable } from '#i18n/searchable.ts';
import { type Filter, filtered, kindsIn, merchantsIn, NO_FILTER, ORDERS } from '#wallet/catalogue/filter.ts';
import { PROGRAMME_KINDS } from '#loyalty/programme/kinds.ts';
import { sampleOffers } from '../support/sample-catalogue.ts';

const offers = sampleOffers('en', true);
const ids = (filter: Partial<Filter>) =>
  filtered(offers, { ...NO_FILTER, ...filter }, 'en').map(({ look }) => look.programmeId);

const texts = fc.oneof(
  fc.constantFrom('', '88', 'star', 'بامن', 'ستاره', 'L’Oréal', 'tmall', 'zzz'),
  fc.string({ maxLength: 4 }),
);
const filters: fc.Arbitrary<Filter> = fc
  .tuple(
    texts,
    fc.option(fc.constantFrom(...PROGRAMME_KINDS)),
    fc.option(fc.constantFrom(...merchantsIn(offers, 'en').map(({ slug }) => slug))),
    fc.constantFrom(...ORDERS),
  )
  .map(([text, kind, merchant, order]) => ({
    text,
    order,
    ...(kind === null ? {} : { kind }),
    ...(merchant === null ? {} : { merchant }),
  }));

describe('laws', () => {
  test('every condition narrows: what both together find, each alone finds', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const both = ids(filter);
        const { kind: _kind, ...noKind } = filter;
        const { merchant: _merchant, ...noMerchant } = filter;
        for (const wider of [noKind, noMerchant, { ...filter, text: '' }]) {
          expect(ids(wider)).toEqual(expect.arrayContaining(both));
        }
      }),
    );
  });

  test('the order takes nothing away and adds nothing', () => {
    fc.assert(
      fc.property(filters, fc.constantFrom(...ORDERS), (filter, order) => {
        expect(ids({ ...filter, order }).toSorted()).toEqual(ids(filter).toSorted());
      }),
    );
  });

  test('filtering again changes nothing', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const once = filtered(offers, filter, 'en');
        expect(filtered(once, filter, 'en')).toEqual(once);
      }),
    );
  });

  test('a kind or a shop that is offered as a filter finds something', () => {
    for (const kind of kindsIn(offers, PROGRAMME_KINDS)) expect(ids({ kind })).not.toEqual([]);
    for (const { slug } of merchantsIn(offers, 'en')) expect(ids({ merchant: slug })).not.toEqual([]);
  });
});

test('nothing asked for shows all, the joined ones first', () => {
  expect(ids({})).toHaveLength(29);
  expect(ids({}).slice(0, 5).toSorted()).toEqual([
    'alibaba-88',
    'baman',
    'copper-cup',
    'starbucks',
    'stone-oven',
  ]);
});

test.each([
  ['starbucks', 'STARBUCKS'],
  ['baman', 'بامن'],
  ['digiclub', 'ديجي‌كلاب'],
  ['digiclub', 'دیجیکلاب'],
  ['alibaba-88', '۸۸'],
  ['alibaba-88-loreal', "l'oreal"],
  ['tapsi', 'سفینه تپسی'],
  ['copper-cup', 'فنجان'],
  ['book-harbour', 'ben sach'],
])('%s is found by %s, whatever the language on screen', (id, text) => {
  expect(ids({ text })).toContain(id);
  for (const locale of LOCALES) {
    const found = filtered(sampleOffers(locale, false), { ...NO_FILTER, text }, locale);
    expect(found.map(({ look }) => look.programmeId)).toContain(id);
  }
});

test('both keyboards spell the same', () => {
  expect(searchable('كتابي ١٢٣')).toBe(searchable('کتابی ۱۲۳'));
  expect(searchable('Điểm thưởng')).toBe('diem thuong');
  expect(searchable('  سفینهٔ‌  تپسی ')).toBe(searchable('سفینه تپسی'));
});
