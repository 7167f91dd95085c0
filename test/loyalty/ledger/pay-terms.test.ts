import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadProgrammes } from '#loyalty/engine/load.ts';
import { replay } from '#loyalty/engine/replay.ts';
import {
  type PayTerms,
  paymentEvent,
  payTermsOf,
  pointsFor,
  visitEvent,
  voidEvent,
  worthOf,
} from '#loyalty/ledger/pay-terms.ts';
import { enrolEvent, eventsOfProgramme, purchaseEvent } from '#loyalty/ledger/receipt-events.ts';
import { demoCatalogue } from '#loyalty/programme/presets/catalogue.ts';
import type { Pay } from '#loyalty/programme/types.ts';

const AT_S = 1_795_348_800;
const harbour = demoCatalogue().find(({ programme }) => programme.id === 'book-harbour')!.programme;
const PAYING = [{ number: 3, definition: harbour, merchants: ['book-harbour'] }];

function terms(pay: Partial<Pay> & { readonly worth: readonly [number, number] }, scale = 0): PayTerms {
  return { programmeId: 'p', programmeNumber: 1, unit: 'u', scale, worth: pay.worth, pay };
}

describe('which points a merchant takes', () => {
  test('are those of the first programme that says what they are worth', () => {
    expect(payTermsOf(PAYING, 'book-harbour', AT_S)).toMatchObject({ unit: 'page', worth: [1, 1] });
    expect(payTermsOf(PAYING, 'copper-cup', AT_S)).toBeUndefined();
  });

  test('are none from the version on that has no units, as for the engine', () => {
    const versions = [
      { from: '2026-01-01T00:00:00Z' },
      { from: '2040-01-01T00:00:00Z', units: harbour.units! },
    ];
    const paying = [{ ...PAYING[0]!, definition: { ...harbour, versions } }];
    const taken = ['2025-12-31T23:59:59Z', '2026-01-01T00:00:00Z', '2040-01-01T00:00:00Z'].map(
      (at) => payTermsOf(paying, 'book-harbour', Date.parse(at) / 1000)?.unit,
    );
    expect(taken).toEqual(['page', undefined, 'page']);
  });
});

describe('how many points an amount is', () => {
  const rate = fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }));
  test('law: never more than was wanted, and one step more would be', () => {
    fc.assert(
      fc.property(rate, fc.integer({ min: 1, max: 10_000_000 }), (worth, totalMinor) => {
        const offer = pointsFor(terms({ worth }), { totalMinor, wantedMinor: totalMinor });
        // Too few: even one point is worth more, fractions counted.
        if (!offer.ok) return worth[1] > totalMinor * worth[0];
        const { points, valueMinor } = offer.value;
        return valueMinor <= totalMinor && worthOf(terms({ worth }), points) === valueMinor;
      }),
    );
  });

  test.each([
    [{ worth: [1, 1] as const }, 0, { points: 1_234, valueMinor: 1_234 }],
    [{ worth: [1, 1] as const, step: 100 }, 0, { points: 1_200, valueMinor: 1_200 }],
    [{ worth: [1, 1] as const, share: [1, 2] as const }, 0, { points: 617, valueMinor: 617 }],
    [
      {
        worth: [1, 1] as const,
        table: [
          [100, 500],
          [300, 2_000],
        ] as const,
      },
      0,
      { points: 100, valueMinor: 500 },
    ],
    [{ worth: [1, 1] as const }, 2, { points: 12, valueMinor: 1_200 }],
  ])('by %j at scale %i', (pay, scale, offer) => {
    const asked = { totalMinor: 1_234, wantedMinor: 1_234 };
    expect(pointsFor(terms(pay, scale), asked)).toEqual({ ok: true, value: offer });
  });

  test.each([
    [{ worth: [1, 1] as const, minSpend: 2_000 }, 1_234, 'min_spend'],
    [{ worth: [1, 1] as const, min: 2_000 }, 1_234, 'points_too_few'],
    [{ worth: [1, 100] as const }, 99, 'points_too_few'],
    [{ worth: [1, 1] as const }, 0, 'amount_missing'],
  ])('is refused by %j for %i as %s', (pay, totalMinor, kind) => {
    const asked = { totalMinor, wantedMinor: totalMinor };
    expect(pointsFor(terms(pay), asked)).toMatchObject({ ok: false, error: { kind } });
  });
});

describe('a payment in the log', () => {
  const memberId = 'ab'.repeat(8);
  const joined = enrolEvent({ recordId: 'e0', atMs: AT_S * 1_000, memberId, programmeId: 'book-harbour' });
  const bought = purchaseEvent({
    receiptId: 'p1',
    atS: AT_S + 10,
    memberId,
    merchantSlug: 'book-harbour',
    facts: { lines: [{ amountMinor: 8_000, category: 'fiction' }] },
  });
  const where = { memberId, merchantSlug: 'book-harbour', programmeId: 'book-harbour' };
  const paid = paymentEvent({
    ...where,
    receiptId: 'ff',
    atS: AT_S + 20,
    unit: 'page',
    qty: 150,
    amountMinor: 150,
  });
  const taken = voidEvent({ ...where, voidId: '00', atS: AT_S + 20, paidAtS: AT_S + 20, voided: 'ff' });
  const visited = visitEvent({ memberId, merchantSlug: 'book-harbour', atS: AT_S + 15 });

  function pages(...events: Parameters<typeof eventsOfProgramme>[0]): number | undefined {
    const loaded = loadProgrammes([harbour]);
    if (!loaded.ok) throw new Error('the preset loads');
    const scope = { programmeId: 'book-harbour', merchants: ['book-harbour'] };
    const query = { at: '2026-12-01T00:00:00Z', member: memberId };
    return replay(loaded.value, eventsOfProgramme(events, scope), [query]).states[0]?.balance['page'];
  }

  test('takes the points and earns none', () => {
    expect(pages(joined, bought)).toBe(400);
    expect(pages(joined, bought, paid)).toBe(250);
  });

  test('gives them back when it is taken back, also within one second, in any order', () => {
    expect(pages(joined, bought, paid, taken)).toBe(400);
    expect(pages(taken, paid, bought, joined)).toBe(400);
  });

  test('a visit has one event a day, whoever reports it', () => {
    expect(visitEvent({ memberId, merchantSlug: 'book-harbour', atS: AT_S + 3_600 }).id).toBe(visited.id);
    expect(pages(joined, bought, visited)).toBe(400);
  });
});
