import { describe, expect, test } from 'vitest';
import { EDITS } from './edits.ts';
import { FORGERIES } from './forgeries.ts';
import { fuzz } from './fuzz.ts';
import { makeTargets } from './targets.ts';

const targets = await makeTargets();

test.each(targets)('$name is taken as it is, and not by another verifier', async (target) => {
  expect((await target.judge(target.genuine)).accepted).toBe(true);
  for (const other of targets.filter(({ verifier }) => verifier !== target.verifier))
    expect((await other.judge(target.genuine)).accepted).toBe(false);
});

test('of 3,000 mutated messages none is accepted, throws or changes anything', async () => {
  const { passed, failures, changes, refusals } = await fuzz({ seed: 20_261_122, count: 3_000, targets });
  expect(failures).toEqual([]);
  expect(passed).toBe(3_000);
  const tried = [...Object.keys(EDITS), ...Object.keys(FORGERIES), 'replay', 'shown to another verifier'];
  expect([...changes.keys()].toSorted()).toEqual(tried.toSorted());
  expect(refusals.size).toBeGreaterThan(25);
});

describe('the fuzzer itself', () => {
  const [pass] = targets;

  test('does the same for the same seed, also from the middle', async () => {
    const credulous = targets.map((one) => ({
      ...one,
      judge: () => Promise.resolve({ accepted: true, touched: false, changed: false }),
    }));
    const whole = await fuzz({ seed: 7, count: 40, targets: credulous });
    const tail = await fuzz({ seed: 7, first: 30, count: 10, targets: credulous });
    expect(whole.failures.length).toBeGreaterThan(30);
    expect(whole.failures.filter(({ number }) => number >= 30)).toEqual(tail.failures);
    expect((await fuzz({ seed: 8, count: 40, targets: credulous })).failures).not.toEqual(whole.failures);
  });

  test('finds a verifier that takes anything, and gives the shortest way there', async () => {
    const { again: _, ...once } = pass!;
    const judge = async () => ({ accepted: true, touched: false, changed: true });
    const credulous = { ...once, judge };
    const { failures } = await fuzz({ seed: 1, count: 50, targets: [credulous, targets[2]!] });
    expect(failures.length).toBeGreaterThan(10);
    for (const { fault, how } of failures) {
      expect(fault).toBe('accepted');
      expect(how).toHaveLength(1);
    }
  });

  test('finds a verifier that looks at its memory first', async () => {
    const hasty = {
      ...pass!,
      judge: async () => ({
        accepted: false,
        refusal: 'bad_signature' as const,
        touched: true,
        changed: false,
      }),
    };
    const { failures } = await fuzz({ seed: 1, count: 20, targets: [hasty, targets[2]!] });
    expect(failures.some(({ fault }) => fault.startsWith('memory looked up'))).toBe(true);
  });
});
