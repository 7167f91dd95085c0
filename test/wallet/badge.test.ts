import { expect, test } from 'vitest';
import { type BadgePlace, keepBadge } from '#wallet/badge.ts';

function setting(counts: readonly number[]) {
  const badges: (number | 'none')[] = [];
  const listeners: (() => void)[] = [];
  let asked = 0;
  const place: BadgePlace = {
    setAppBadge: async (count) => void badges.push(count),
    clearAppBadge: async () => void badges.push('none'),
  };
  return {
    badges,
    change: () => listeners.forEach((listener) => listener()),
    keeper: {
      api: { lapsingThisWeek: async () => counts[Math.min(asked++, counts.length - 1)]! },
      changes: {
        subscribe: (_topics: readonly string[], run: () => void) => (listeners.push(run), () => undefined),
      },
      place,
    },
  };
}

const settled = () => new Promise((done) => setImmediate(done));

test('the badge says how much lapses this week, follows changes, and goes when nothing is left', async () => {
  const { keeper, badges, change } = setting([3, 1, 0]);
  keepBadge(keeper);
  await settled();
  change();
  await settled();
  change();
  await settled();
  expect(badges).toEqual([3, 1, 'none']);
});

test('of two questions at once the newer answer counts', async () => {
  const { keeper, badges, change } = setting([3, 7]);
  keepBadge(keeper);
  change();
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
