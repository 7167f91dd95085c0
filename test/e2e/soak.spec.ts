// A short soak, so that the long one (`npm run soak`) cannot rot.
import { expect, test } from '@playwright/test';
import { soak } from '../soak/soak.ts';
import { faultsOf } from '../soak/verdict.ts';
import { ENGINE } from './support/device.ts';

test('twenty-four customers, a restart: nothing lost, nothing doubled, the heap flat', async () => {
  test.skip(ENGINE !== 'chromium', 'the heap is read by Chromium’s own protocol');
  test.setTimeout(420_000);
  const report = await soak({ rounds: 24, stretch: 12, say: () => undefined });
  expect(report).toBeDefined();
  expect(report!.tally).toMatchObject({ sales: 12, redemptions: 6, refusals: 6, undos: 2 });
  expect(faultsOf(report!)).toEqual([]);
});
