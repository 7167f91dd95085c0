import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_BODY_BYTES } from '#api/limits.ts';
import { backOffMs, jitterMs } from '#sync/back-off.ts';
import { LARGEST_BATCH, fitToBody, sizeAfterSuccess, sizeAfterTrouble } from '#sync/batch-size.ts';
import { seededRandom } from '../support/model-device.ts';

describe('back-off', () => {
  it('waits anything up to 2 s after the first failure, twice that after each further one, 15 min at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), (failures, seed) => {
        const waitMs = backOffMs(failures, seededRandom(seed));
        expect(Number.isSafeInteger(waitMs)).toBe(true);
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThanOrEqual(Math.min(15 * 60_000, 2_000 * 2 ** (failures - 1)));
      }),
    );
  });

  it('spreads over the whole range', () => {
    const random = seededRandom(1);
    const waits = Array.from({ length: 400 }, () => jitterMs(1_000, random));
    expect(Math.min(...waits)).toBeLessThan(50);
    expect(Math.max(...waits)).toBeGreaterThan(950);
  });

  it('does what the server asks for instead', () => {
    expect(backOffMs(9, seededRandom(1), 42)).toBe(42_000);
  });
});

describe('batch size', () => {
  it('doubles after a full fast round, never beyond 200', () => {
    expect(sizeAfterSuccess(50, 50, 1_999)).toBe(100);
    expect(sizeAfterSuccess(150, 150, 10)).toBe(LARGEST_BATCH);
    expect(sizeAfterSuccess(50, 49, 10)).toBe(50);
    expect(sizeAfterSuccess(50, 50, 2_000)).toBe(50);
  });

  it('halves after trouble, down to one', () => {
    expect([200, 3, 1].map(sizeAfterTrouble)).toEqual([100, 1, 1]);
  });

  it('never makes a body that the server must refuse, and never an empty one', () => {
    const record = (length: number) => ({
      id: '018f0000-0000-7000-8000-000000000000',
      seq: Number.MAX_SAFE_INTEGER,
      cose: 'A'.repeat(length),
    });
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 2_732 }), { minLength: 1, maxLength: 200 }),
        (lengths) => {
          const fitted = fitToBody(lengths.map(record));
          const body = {
            v: 1,
            epoch: 2 ** 32,
            serverEpoch: '0'.repeat(16),
            cursor: 2 ** 53,
            records: fitted,
          };
          expect(fitted.length).toBeGreaterThan(0);
          expect(JSON.stringify(body).length).toBeLessThanOrEqual(MAX_BODY_BYTES);
        },
      ),
      { numRuns: 50 },
    );
    expect(fitToBody(Array.from({ length: 200 }, () => record(2_732))).length).toBeLessThan(200);
  });
});
