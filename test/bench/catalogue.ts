// The whole published catalogue over five years, one member to a hundred. Definitions of one programme cannot be loaded
// together: the further ones each have a ledger of their own beside it.
import { openLedger, type Ledger } from '#loyalty/engine/ledger.ts';
import { PUBLISHED_DEFINITIONS } from '#loyalty/programme/presets/published/definitions.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { instantFromSeconds } from '#loyalty/ledger/utc-instant.ts';
import { atMost, reported, type Group } from './figure.ts';
import { eventId, loadNamed, recipe, START_S } from './histories.ts';
import { shortestMs } from './stopwatch.ts';

const COUNT = 100_000;
const FIVE_YEARS_S = 5 * 365 * 86_400;
const PARTS = 10;

export const catalogueFigures: Group = async () => {
  const events = catalogueEvents();
  const ledgers = catalogueLedgers();
  const part = COUNT / PARTS;
  const parts = Array.from({ length: PARTS }, (_, index) =>
    shortestMs(1, () => {
      for (const event of events.slice(index * part, (index + 1) * part))
        for (const ledger of ledgers) ledger.append(event);
    }),
  );
  return [
    reported('catalogue: definitions folded', Object.keys(PUBLISHED_DEFINITIONS).length),
    // The first part also pays for warming up and for every member's accounts.
    atMost(
      'catalogue: cost per event, last tenth of 100,000 against the second',
      parts[PARTS - 1]! / parts[1]!,
      1.5,
    ),
    reported(
      'catalogue: cost of all 100,000 events, in appends of digiclub alone',
      sum(parts) / digiclubMs(events),
    ),
  ];
};

function catalogueLedgers(): readonly Ledger[] {
  const names = Object.keys(PUBLISHED_DEFINITIONS);
  const further = names.filter((name) => name.startsWith('alibaba-88-'));
  const together = names.filter((name) => !further.includes(name));
  return [together, ...further.map((name) => [name])].map((each) => openLedger(loadNamed(each)));
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

function digiclubMs(events: readonly LoyaltyEvent[]): number {
  const programmes = loadNamed(['digiclub']);
  return shortestMs(2, () => {
    const ledger = openLedger(programmes);
    for (const event of events) ledger.append(event);
  });
}

const MERCHANTS = [
  'digikala',
  'tapsi',
  'sephora',
  'starbucks',
  'walgreens',
  'nike',
  'verizon',
  'tmall',
  'loreal-skin',
  'taxi',
  'book',
];

function catalogueEvents(): readonly LoyaltyEvent[] {
  const upTo = recipe(11);
  return Array.from({ length: COUNT }, (_, index): LoyaltyEvent => {
    const at = instantFromSeconds(START_S + Math.floor((index * FIVE_YEARS_S) / COUNT));
    const common = { id: eventId(index), at, member: `m${upTo(100)}` };
    const kind = upTo(30);
    if (kind === 0 && index > 50) return { ...common, type: 'refund', of: eventId(index - 1 - upTo(50)) };
    if (kind === 1) return { ...common, type: 'activity', action: ['review', 'dispute_upheld'][upTo(2)]! };
    if (kind === 2) return { ...common, type: 'bill', merchant: 'verizon', amount: 1000 + upTo(9000) };
    const merchant = MERCHANTS[upTo(MERCHANTS.length)]!;
    const lines = [1, 2].map((n) => ({
      id: `l${n}`,
      amount: 100 + upTo(90_000),
      cat: `c${upTo(6)}`,
      store: merchant,
    }));
    return {
      ...common,
      type: 'purchase',
      merchant,
      platform: 'tmall',
      network: 'baman',
      family: 'nordstrom',
      lines,
    };
  });
}
