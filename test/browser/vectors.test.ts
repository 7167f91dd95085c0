// The public vectors inside a real browser; the runner has read them, where they are.
import { describe, expect, inject, test } from 'vitest';
import { reportOn, RIGHT_REPORT } from '../protocol/vectors/report.ts';

const vectors = inject('vectors');

describe.skipIf(vectors === undefined)('public vectors', () => {
  test('this browser agrees with every one of them', async () => {
    expect(await reportOn(vectors!)).toEqual(RIGHT_REPORT);
  });
});
