import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  enrolEvent,
  eventsOfProgramme,
  JOIN_TOLERANCE_S,
  purchaseEvent,
} from '#loyalty/ledger/receipt-events.ts';
import { instantFromSeconds } from '#loyalty/ledger/utc-instant.ts';

const MEMBER = '00112233445566aa';
const JOINED_MS = 1_772_366_400_999;
const join = enrolEvent({ recordId: 'r1', atMs: JOINED_MS, memberId: MEMBER, programmeId: 'beans' });
const cafe = { programmeId: 'beans', merchants: ['cafe'] };

function sale(overrides: Partial<Parameters<typeof purchaseEvent>[0]> = {}) {
  return purchaseEvent({
    receiptId: 'aa01',
    atS: Math.floor(JOINED_MS / 1000),
    memberId: MEMBER,
    merchantSlug: 'cafe',
    facts: { lines: [{ amountMinor: 450, category: 'coffee' }] },
    ...overrides,
  });
}

test('a receipt becomes a purchase with one numbered line per category', () => {
  const facts = {
    lines: [
      { amountMinor: 450, category: 'coffee' },
      { amountMinor: 300, category: 'cake', store: 'annex' },
    ],
    payWith: 'card',
  };
  expect(sale({ facts, atS: 1_772_366_400, use: { programmeId: 'beans', voucherId: 'welcome' } })).toEqual({
    id: 'aa01',
    at: '2026-03-01T12:00:00+00:00',
    type: 'purchase',
    member: MEMBER,
    merchant: 'cafe',
    lines: [
      { id: 'l1', amount: 450, cat: 'coffee' },
      { id: 'l2', amount: 300, cat: 'cake', store: 'annex' },
    ],
    payWith: 'card',
    use: ['beans/welcome'],
  });
});

test('the very voucher that was presented keeps its name in the part of its programme', () => {
  const use = { programmeId: 'beans', voucherId: 'welcome', name: '0123456789abcdef' };
  expect(sale({ use }).use).toEqual(['beans/welcome#0123456789abcdef']);
  expect(eventsOfProgramme([join, sale({ use })], cafe).at(-1)?.use).toEqual(['welcome#0123456789abcdef']);
});

test('a join carries the programme and counts whole seconds', () => {
  expect(join).toMatchObject({
    id: 'r1',
    type: 'enrol',
    at: '2026-03-01T12:00:00+00:00',
    programme: 'beans',
  });
});

test('nothing counts for a programme that the member has not joined', () => {
  expect(eventsOfProgramme([sale()], cafe)).toEqual([]);
  expect(eventsOfProgramme([join, sale()], { programmeId: 'other', merchants: ['cafe'] })).toEqual([]);
});

test('a purchase elsewhere stays out', () => {
  expect(eventsOfProgramme([join, sale({ merchantSlug: 'books' })], cafe)).toEqual([join]);
});

test('a purchase counts from the join on, with the tolerance between two clocks', () => {
  const first = Math.floor(JOINED_MS / 1000) - JOIN_TOLERANCE_S;
  const inside = sale({ atS: first });
  expect(eventsOfProgramme([join, inside], cafe)).toEqual([join, inside]);
  expect(eventsOfProgramme([join, sale({ atS: first - 1 })], cafe)).toEqual([join]);
});

test('each programme sees only its own vouchers in a purchase', () => {
  const used = sale({ use: { programmeId: 'beans', voucherId: 'welcome' } });
  const otherJoin = enrolEvent({ recordId: 'r2', atMs: JOINED_MS, memberId: MEMBER, programmeId: 'street' });
  const log = [join, otherJoin, used];
  expect(eventsOfProgramme(log, cafe)[1]?.use).toEqual(['welcome']);
  expect(eventsOfProgramme(log, { programmeId: 'street', merchants: ['cafe'] })[1]).not.toHaveProperty('use');
});

test('law: an instant names the same second as the platform calendar', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 32_503_679_999 }), (epochS) => {
      expect(instantFromSeconds(epochS)).toBe(
        new Date(epochS * 1000).toISOString().replace('.000Z', '+00:00'),
      );
    }),
    { examples: [[0], [951_782_399], [951_782_400], [32_503_679_999]] },
  );
});
