import { describe, expect, it } from 'vitest';
import { createLockExclusive } from '#worker/shared/exclusive.ts';
import { settle } from '../../support/hand-timers.ts';

describe.each([
  ['Web Locks', navigator.locks],
  ['no locks at all', undefined],
])('exclusion over %s', (name, locks) => {
  const exclusive = createLockExclusive(locks);

  it('runs tasks of one name one after the other, also after one failed', async () => {
    const log: string[] = [];
    const task = (label: string) => async () => {
      log.push(`${label} in`);
      await settle();
      log.push(`${label} out`);
      if (label === 'a') throw new Error('failed');
      return label;
    };
    const runs = await Promise.allSettled(['a', 'b', 'c'].map((label) => exclusive.run(name, task(label))));
    expect(log).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out']);
    expect(runs.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  });

  it('does not wait when only trying', async () => {
    let release = (): void => undefined;
    const holder = exclusive.run(name, () => new Promise<void>((done) => (release = done)));
    await settle();
    expect(await exclusive.tryRun(name, async () => 'ran')).toBeUndefined();
    expect(await exclusive.tryRun(`${name} other`, async () => 'ran')).toBe('ran');
    release();
    await holder;
    expect(await exclusive.tryRun(name, async () => 'ran')).toBe('ran');
  });
});
