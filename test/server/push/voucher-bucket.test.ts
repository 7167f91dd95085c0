import { expect, test } from 'vitest';
import { BUCKETS } from '#server/db/bucket.ts';
import { voucherBucket } from '#server/push/effect.ts';

test('an id that this server drew tells its bucket', () => {
  expect(voucherBucket(`0000${'ab'.repeat(10)}`)).toBe(0);
  expect(voucherBucket(`03ff${'ab'.repeat(10)}`)).toBe(BUCKETS - 1);
});

test('a foreign id stays in the range that the database holds, whatever is in it', () => {
  for (const start of ['0400', '7fff', '8000', 'ffff'])
    expect(voucherBucket(start + 'ab'.repeat(10))).toBeLessThan(BUCKETS);
});
