import { expect, test } from 'vitest';
import { createTally, tooSeldom } from './tally.ts';

test('a long run that hardly ever met a fault is told so, a short one is asked nothing', () => {
  const { saw, counts } = createTally();
  for (const what of tooSeldom(counts, 100_000)) {
    saw(what);
    if (what !== 'fork') saw(what);
  }
  expect(tooSeldom(counts, 100_000)).toEqual(['fork']);
  expect(tooSeldom(counts, 50_000)).toEqual([]);
  expect(tooSeldom(new Map(), 49_999)).toEqual([]);
});
