// Absurd amounts: an answer within bounds or a refusal by name, soon, and nothing left of it after a void.
import { describe, expect, test } from 'vitest';
import { openLedger } from '#loyalty/engine/ledger.ts';
import { MOST_GIFTS } from '#loyalty/engine/reach.ts';
import { FoldRefusal } from '#loyalty/engine/refusal.ts';
import { stateHash } from '#loyalty/engine/state-hash.ts';
import { PUBLISHED_DEFINITIONS } from '#loyalty/programme/presets/published/definitions.ts';
import type { LoyaltyEvent, Programme } from '#loyalty/programme/types.ts';
import { event, load, programme } from './tiny.ts';

const AT = '2026-11-20T10:00:00Z';
const MERCHANTS = ['digikala', 'starbucks', 'nike', 'tmall'];
const AMOUNTS = [10 ** 7, 10 ** 10, 10 ** 13, Number.MAX_SAFE_INTEGER];

/** Everything that opens the scope of some published programme. */
const OPEN = { platform: 'tmall', network: 'baman', family: 'nordstrom', payWith: 'nordstrom-card' };

function purchaseOf(amount: number, merchant: string): LoyaltyEvent {
  const lines = [{ id: 'l1', amount, cat: 'coffee', store: merchant }];
  return { id: 'huge', at: AT, type: 'purchase', member: 'm1', merchant, ...OPEN, lines };
}

const published = Object.entries(PUBLISHED_DEFINITIONS) as [string, Programme][];

test.each(published)(
  '%s: any amount is answered or refused, and voided without a trace',
  (name, definition) => {
    const read = (definition.needs ?? []).map((id) => published.find(([, each]) => each.id === id)![1]);
    const ledger = openLedger(load(...read, definition));
    ledger.append({ id: 'first', at: AT, type: 'enrol', member: 'm1', programme: definition.id });
    const before = stateHash(ledger.state());
    for (const amount of AMOUNTS) {
      for (const merchant of MERCHANTS) {
        const id = `${name} ${amount} ${merchant}`;
        expect(['told', 'overflow', 'too_many_gifts']).toContain(
          saidOf(() => {
            ledger.append({ ...purchaseOf(amount, merchant), id });
            expect(ledger.tellAt(AT).vouchers.length).toBeLessThanOrEqual(MOST_GIFTS);
          }),
        );
        ledger.append({ id: `void ${id}`, at: AT, type: 'void', of: id });
      }
    }
    expect(stateHash(ledger.state())).toBe(before);
  },
);

function saidOf(work: () => void): string {
  try {
    work();
    return 'told';
  } catch (error) {
    if (error instanceof FoldRefusal) return error.kind;
    throw error;
  }
}

describe('the bound of gifts for one event', () => {
  const perStep = 3;
  const giving = (gift: 'spend' | 'count') =>
    programme({
      units: [{ id: 'p', scale: 0 }],
      vouchers: [{ id: 'v', off: { fix: 1 } }],
      metrics: [{ id: 'spent', on: { type: 'purchase' }, agg: 'sum', of: 'net', win: { this: 'year' } }],
      rules: [
        { id: 'earn', on: { type: 'purchase' }, do: [{ earn: { to: 'p', per: [1, 1] } }] },
        {
          id: 'turn',
          reach: gift === 'spend' ? { bal: 'p' } : { m: 'spent' },
          every: 10,
          ...(gift === 'spend' ? { spend: 'p' } : {}),
          do: [{ issue: { voucher: 'v', n: perStep } }],
        },
      ],
    });
  const most = Math.floor(MOST_GIFTS / (1 + perStep));

  test.each(['spend', 'count'] as const)('%s: as many as allowed are told, one more is refused', (gift) => {
    const ledger = openLedger(load(giving(gift)));
    ledger.append(event({ id: 'a', amount: most * 10 + 9 }));
    expect(ledger.outcome('a')?.issued).toEqual({ v: most * perStep });
    expect(new Set(ledger.tellAt().vouchers.map(({ key }) => key)).size).toBe(most * perStep);
    const more = event({ id: 'b', at: '01-02', amount: (most + 1) * 10 });
    expect(saidOf(() => ledger.append(more))).toBe('too_many_gifts');
    ledger.append(event({ id: 'c', at: '01-03', type: 'void', of: 'b' }));
    ledger.append(event({ id: 'd', at: '01-04', amount: 1 }));
    expect(ledger.outcome('d')?.issued).toEqual({ v: perStep });
  });
});

test('rules that pay step by step come to rest after as many rounds as there are gifts, without a refusal', () => {
  const notes = programme({
    units: [{ id: 'p', scale: 0 }],
    vouchers: [{ id: 'v', off: { fix: 1 } }],
    rules: [
      { id: 'earn', on: { type: 'purchase' }, do: [{ earn: { to: 'p', per: [1, 1] } }] },
      { id: 'note', reach: { bal: 'p' }, at: 1, spend: 'p', do: [{ issue: { voucher: 'v' } }] },
    ],
  });
  const ledger = openLedger(load(notes));
  const most = MOST_GIFTS / 2;
  ledger.append(event({ id: 'a', amount: most }));
  expect(ledger.outcome('a')?.issued).toEqual({ v: most });
  expect(saidOf(() => ledger.append(event({ id: 'b', at: '01-02', amount: most + 1 })))).toBe(
    'too_many_gifts',
  );
});
