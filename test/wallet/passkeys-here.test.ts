import { expect, test } from 'vitest';
import type { PasskeyPlatform } from '#wallet/passkey/platform.ts';
import { passkeysHere } from '#wallet/passkey/passkeys-here.ts';
import { samplePasskeys } from '../support/sample-lock.ts';

/** A clock whose one timer goes off by hand. */
function handClock() {
  const timers: (() => void)[] = [];
  const after = (_: number, run: () => void) => {
    timers.push(run);
    return () => void timers.splice(0);
  };
  return { after, ring: () => timers.forEach((run) => run()), timers };
}

const never = new Promise<never>(() => undefined);

test('a phone says what it can, and nobody waits for longer', async () => {
  const clock = handClock();
  const here = await passkeysHere(async () => samplePasskeys, clock);
  expect(here).toEqual({ platform: samplePasskeys, canMake: true });
  expect(clock.timers).toEqual([]);
});

test.each<readonly [string, () => Promise<PasskeyPlatform>]>([
  ['whose code does not load', () => Promise.reject(new Error('offline'))],
  ['that cannot say', async () => ({ ...samplePasskeys, canMake: () => Promise.reject(new Error('no')) })],
])('a phone %s has no passkeys, and the PIN goes on', async (_, load) => {
  const here = await passkeysHere(load, handClock());
  expect(here.canMake).toBe(false);
  expect(here.platform.canAsk()).toBe(false);
});

test('a phone that never answers has no passkeys after a while', async () => {
  const clock = handClock();
  const asked = passkeysHere(async () => ({ ...samplePasskeys, canMake: () => never }), clock);
  clock.ring();
  expect((await asked).canMake).toBe(false);
});
