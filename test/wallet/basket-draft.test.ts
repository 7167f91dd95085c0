import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Basket, PlanMerchant } from '#bridge/wallet-plan.ts';
import {
  addLine,
  basketFrom,
  changeLine,
  draftFrom,
  emptyDraft,
  moveTo,
  removeLine,
} from '#wallet/what-if/basket-draft.ts';

const merchant = (extra: Partial<PlanMerchant> = {}): PlanMerchant => ({
  slug: 'cup',
  name: 'Cup',
  currency: { code: 'EUR', exponent: 2 },
  categories: ['coffee', 'food'],
  payMeans: [],
  looks: [],
  ...extra,
});

test('a basket that is written out and read again is the same, in any currency', () => {
  const baskets: fc.Arbitrary<Basket> = fc.record(
    {
      merchantSlug: fc.constant('cup'),
      lines: fc.array(
        fc.record({
          amountMinor: fc.integer({ min: 1, max: 1_000_000_000 }),
          category: fc.constantFrom('coffee', 'food'),
        }),
        { minLength: 1, maxLength: 6 },
      ),
      payWith: fc.constant('club-card'),
    },
    { requiredKeys: ['merchantSlug', 'lines'] },
  );
  fc.assert(
    fc.property(baskets, fc.constantFrom(0, 2, 3), (basket, exponent) => {
      const where = merchant({ currency: { code: 'XXX', exponent } });
      expect(basketFrom(draftFrom(basket, where), where)).toEqual({ ok: true, basket });
    }),
  );
});

test('amounts are typed in any script; an empty line beside others counts for nothing', () => {
  let draft = addLine(addLine(emptyDraft(merchant()), merchant()), merchant());
  draft = changeLine(draft, 0, { amount: '۱۲٫۵' });
  draft = changeLine(draft, 2, { amount: '1,234.50', category: 'food' });
  expect(basketFrom(draft, merchant())).toEqual({
    ok: true,
    basket: {
      merchantSlug: 'cup',
      lines: [
        { amountMinor: 1_250, category: 'coffee' },
        { amountMinor: 123_450, category: 'food' },
      ],
    },
  });
});

test('what is no amount above zero is named by its place', () => {
  const empty = emptyDraft(merchant());
  expect(basketFrom(empty, merchant())).toEqual({ ok: false, wrong: [0], dayWrong: false });
  const three = addLine(addLine(changeLine(empty, 0, { amount: '0' }), merchant()), merchant());
  const typed = changeLine(changeLine(three, 1, { amount: '5' }), 2, { amount: 'five' });
  expect(basketFrom(typed, merchant())).toEqual({ ok: false, wrong: [0, 2], dayWrong: false });
  expect(basketFrom(removeLine(removeLine(typed, 2), 0), merchant()).ok).toBe(true);
});

test('at another merchant the amounts stay and the categories are theirs', () => {
  const there = merchant({ slug: 'mill', categories: ['bakery', 'food'] });
  const draft = changeLine(addLine(emptyDraft(merchant()), merchant()), 1, { amount: '3', category: 'food' });
  expect(moveTo({ ...draft, payWith: 'club-card' }, there)).toEqual({
    merchantSlug: 'mill',
    lines: [
      { amount: '', category: 'bakery' },
      { amount: '3', category: 'food' },
    ],
    payWith: '',
    day: null,
  });
});

test('another day that was not chosen, or is over, is not taken for now', () => {
  const draft = changeLine(emptyDraft(merchant()), 0, { amount: '1' });
  const read = (day: string | null) => basketFrom({ ...draft, day }, merchant(), '2026-12-24');
  for (const day of ['', '2026-12-23', '0002-12-24'])
    expect(read(day)).toEqual({ ok: false, wrong: [], dayWrong: true });
  expect(read('2026-12-24').ok).toBe(true);
  expect(read(null)).toEqual({ ok: true, basket: expect.not.objectContaining({ atMs: expect.anything() }) });
});

test('a day is taken at noon here, so that no zone moves it', () => {
  const draft = { ...changeLine(emptyDraft(merchant()), 0, { amount: '1' }), day: '2026-12-24' };
  const read = basketFrom(draft, merchant());
  expect(read.ok && read.basket.atMs).toBe(new Date(2026, 11, 24, 12).getTime());
});
