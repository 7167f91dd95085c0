// A short soak, so that the long one (`npm run soak`) cannot rot.
import { expect, test } from '@playwright/test';
import { soak } from '../soak/soak.ts';
import { faultsOf } from '../soak/verdict.ts';
import { ENGINE } from './support/device.ts';

test('sixty customers, three restarts: nothing lost, nothing doubled, the heap flat', async () => {
  test.skip(ENGINE !== 'chromium', 'the heap is read by Chromium’s own protocol');
  test.setTimeout(420_000);
  const report = await soak({ rounds: 60, stretch: 20, say: () => undefined });
  expect(report).toBeDefined();
  expect(report!.tally).toMatchObject({ sales: 30, redemptions: 15, refusals: 15, undos: 3 });
  expect(faultsOf(report!)).toEqual([]);
});
