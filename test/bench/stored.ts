// What it costs to open a long history: from the fold that was stored, or from nothing.
import { deserialize, serialize } from 'node:v8';
import { openLedger } from '#loyalty/engine/ledger.ts';
import { replay } from '#loyalty/engine/replay.ts';
import { eventsInOrder } from '#loyalty/ledger/events-in-order.ts';
import {
  follow,
  followFromBase,
  followFromNothing,
  missingEvents,
  storedBaseOf,
  type StoredBase,
} from '#loyalty/ledger/followed-ledger.ts';
import { atMost, reported, type Figure, type Group } from './figure.ts';
import { digiclubEvents, loadNamed } from './histories.ts';
import { shortestMs } from './stopwatch.ts';

/** Events that came since the fold was stored. */
const NEW = 64;
const RUNS = 3;

export const storedFigures: Group = async () => [...figuresAt(10_000), ...figuresAt(100_000)];

function figuresAt(count: number): readonly Figure[] {
  const programmes = loadNamed(['digiclub']);
  const member = 'm1';
  // One member's: nobody's phone and no row of the server holds another's. Refunds reach far back, and are left out here.
  const events = digiclubEvents(count, true)
    .filter(({ type }) => type !== 'refund')
    .map((event) => ({ ...event, member }));
  const at = events.at(-1)!.at;
  const ordered = eventsInOrder(events);
  const long = followFromNothing(programmes);
  for (const timed of ordered.slice(0, -NEW)) follow(long, timed);
  const bytes = serialize(storedBaseOf(long, ordered, { postings: false }));
  const whole = serialize(long.ledger.checkpoint());
  const balances = new Set<number | undefined>();
  const fromStored = shortestMs(RUNS, () => {
    const opened = followFromBase(programmes, deserialize(bytes) as StoredBase, ordered);
    for (const timed of missingEvents(opened!, ordered)!) follow(opened!, timed);
    balances.add(opened!.ledger.stateAt({ at, member }).balance['dc']);
  });
  const replayed = shortestMs(RUNS, () => {
    balances.add(replay(programmes, events, [{ at, member }]).states[0]!.balance['dc']);
  });
  const folded = shortestMs(RUNS, () => {
    const ledger = openLedger(programmes);
    for (const { event } of ordered) ledger.append(event);
    balances.add(ledger.stateAt({ at, member }).balance['dc']);
  });
  if (balances.size !== 1) throw new Error('the ways to open a history differ');
  const wholeRead = shortestMs(RUNS, () => void deserialize(whole));
  const name = `open ${count.toLocaleString('en')} events`;
  return [
    atMost(`${name}: from the stored fold against a replay`, fromStored / replayed, 0.5),
    reported(`${name}: from the stored fold against a ledger from nothing`, fromStored / folded),
    reported(
      `${name}: reading a checkpoint with its way back against a ledger from nothing`,
      wholeRead / folded,
    ),
    reported(`${name}: bytes of the stored fold per event`, bytes.length / count),
  ];
}
