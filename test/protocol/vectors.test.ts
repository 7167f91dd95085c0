import { describe, expect, test } from 'vitest';
import { readVectors } from './vectors/read-vectors.ts';
import { reportOn, RIGHT_REPORT } from './vectors/report.ts';

const vectors = readVectors();

describe.skipIf(vectors === undefined)('public vectors', () => {
  test.for(Object.entries(RIGHT_REPORT))('%s', async ([what, right]) => {
    expect((await report())[what]).toEqual(right);
  });
});

let made: ReturnType<typeof reportOn> | undefined;
const report = () => (made ??= reportOn(vectors!));
