// The order of refusals as a rule book: each fault alone is refused by its name, and of any two faults that one code
// can have at once, the one that comes first in REFUSAL_ORDER wins.
import { beforeAll, describe, expect, test } from 'vitest';
import { REFUSAL_ORDER, type RefusalKind } from '#protocol/refusal.ts';
import { verifyAtTerminal } from '#protocol/verify-at-terminal.ts';
import type { ReplayStore } from '#protocol/verdict.ts';
import {
  type Fault,
  PASS_FAULTS,
  PAYMENT_FAULTS,
  PRESENTATION_FAULTS,
  type Scene,
  faultyPass,
  faultyPayment,
  faultyPresentation,
} from './faults.ts';

const order: readonly RefusalKind[] = REFUSAL_ORDER.flatMap(({ kinds }): readonly RefusalKind[] => kinds);
const stepOf = (kind: RefusalKind): number =>
  REFUSAL_ORDER.find(({ kinds }) => kinds.some((one) => one === kind))?.step ?? 0;

const journeys = [
  { name: 'presentation', faults: PRESENTATION_FAULTS, build: faultyPresentation },
  { name: 'payment', faults: PAYMENT_FAULTS, build: faultyPayment },
  { name: 'member pass', faults: PASS_FAULTS, build: faultyPass },
] as const;

/** Throws on any touch: what is refused before step 10 has not looked at the terminal's memory. */
const untouchable: ReplayStore = new Proxy<ReplayStore>(
  { devices: {}, vouchers: {}, highWaterMarkMs: 0 },
  {
    get: (_, key) => expect.fail(`state.${String(key)} was read`),
    ownKeys: () => expect.fail('state was listed'),
    set: () => expect.fail('state was written'),
  },
);

async function refusalOf(scene: Scene, state: ReplayStore = scene.state): Promise<RefusalKind | string> {
  const { verdict, state: after } = await verifyAtTerminal(scene.input, state, scene.policy, scene.clock);
  if (verdict.kind === 'refused') expect(after).toBe(state);
  return verdict.kind === 'refused' ? verdict.refusal.kind : verdict.kind;
}

test('every refusal is tried', () => {
  const tried = new Set(journeys.flatMap(({ faults }) => faults.map(({ kind }) => kind)));
  expect([...tried].toSorted()).toEqual([...order].toSorted());
});

describe.each(journeys)('$name', ({ faults, build }) => {
  test('without a fault is accepted', async () => {
    expect(await refusalOf(await build([]))).toBe('accepted_provisional');
  });

  test.each(faults)('$kind', async (fault) => {
    const scene = await build([fault]);
    expect(await refusalOf(scene)).toBe(fault.kind);
    if (stepOf(fault.kind) < 10) expect(await refusalOf(scene, untouchable)).toBe(fault.kind);
  });

  describe('of two faults the first in the table wins', () => {
    const sorted = [...faults].toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
    let losers: string[] = [];
    let pairs = 0;
    beforeAll(async () => {
      losers = [];
      for (const [index, first] of sorted.entries()) {
        for (const second of sorted.slice(index + 1)) {
          if (excludeEachOther(first, second)) continue;
          pairs++;
          const refusal = await refusalOf(await build([first, second]));
          if (refusal !== first.kind) losers.push(`${first.kind} + ${second.kind} gave ${refusal}`);
        }
      }
    }, 60_000);

    test('in every pair', () => {
      expect(losers).toEqual([]);
    });

    test('and next neighbours of different steps are among the pairs', () => {
      expect(pairs).toBeGreaterThan(faults.length);
      for (const [index, first] of sorted.slice(0, -1).entries()) {
        const next = sorted.slice(index + 1).find((one) => stepOf(one.kind) > stepOf(first.kind));
        if (next !== undefined)
          expect(excludeEachOther(first, next), `${first.kind}, ${next.kind}`).toBe(false);
      }
    });
  });
});

/** Two faults of one place in a code cannot be there at once. */
function excludeEachOther(a: Fault, b: Fault): boolean {
  return a.place === b.place;
}
