import { expect, test } from 'vitest';
import { type BadgePlace, keepBadge } from '#wallet/badge.ts';

function setting(counts: readonly number[]) {
  const badges: (number | 'none')[] = [];
  const listeners: (() => void)[] = [];
  const timers = new Set<() => void>();
  let asked = 0;
  const place: BadgePlace = {
    setAppBadge: async (count) => void badges.push(count),
    clearAppBadge: async () => void badges.push('none'),
  };
  return {
    badges,
    change: () => listeners.forEach((listener) => listener()),
    calm: () => timers.forEach((run) => timers.delete(run) && run()),
    asked: () => asked,
    keeper: {
      api: { lapsingThisWeek: async () => counts[Math.min(asked++, counts.length - 1)]! },
      changes: {
        subscribe: (_topics: readonly string[], run: () => void) => (listeners.push(run), () => undefined),
      },
      place,
      clock: { after: (_delayMs: number, run: () => void) => (timers.add(run), () => timers.delete(run)) },
    },
  };
}

const settled = () => new Promise((done) => setImmediate(done));

test('the badge says how much lapses this week, follows changes, and goes when nothing is left', async () => {
  const { keeper, badges, change, calm } = setting([3, 1, 0]);
  keepBadge(keeper);
  await settled();
  change();
  calm();
  await settled();
  change();
  calm();
  await settled();
  expect(badges).toEqual([3, 1, 'none']);
});

test('of many changes one after another only the last is asked about', async () => {
  const { keeper, badges, change, calm, asked } = setting([3, 1]);
  keepBadge(keeper);
  await settled();
  for (let changes = 0; changes < 5; changes += 1) change();
  expect(asked()).toBe(1);
  calm();
  await settled();
  expect(badges).toEqual([3, 1]);
});

test('of two questions at once the newer answer counts', async () => {
  const { keeper, badges, change, calm } = setting([3, 7]);
  keepBadge(keeper);
  change();
  calm();
  await settled();
  expect(badges).toEqual([7]);
});

test('a browser without badges is asked nothing, and one that refuses disturbs nobody', async () => {
  const { keeper } = setting([3]);
  await keepBadge({ ...keeper, place: {} })();
  const refuse = async () => {
    throw new DOMException('', 'NotAllowedError');
  };
  await keepBadge({ ...keeper, place: { setAppBadge: refuse, clearAppBadge: refuse } })();
});
