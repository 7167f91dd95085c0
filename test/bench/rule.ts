// The simple earn rule of one programme: our engine, its peer, and the limit of a hand-written loop.
import { openLedger } from '#loyalty/engine/ledger.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import { atLeast, atMost, reported, unmeasured, type Figure, type Group } from './figure.ts';
import { digiclubEvents, loadNamed } from './histories.ts';
import { shortestMs } from './stopwatch.ts';

const COUNT = 100_000;
const PEER_COUNT = 2000;
const RUNS = 5;
const PEER = 'json-rules-engine';

export const ruleFigures: Group = async () => {
  const programmes = loadNamed(['digiclub']);
  const events = digiclubEvents(COUNT, false);
  const expected = handWritten(events);
  const ours = shortestMs(RUNS, () => {
    const ledger = openLedger(programmes);
    for (const event of events) ledger.append(event);
    const last = events[events.length - 1]!;
    const { balance } = ledger.stateAt({ at: last.at, member: last.member! });
    if (balance['dc'] !== expected.get(last.member!)!.balance)
      throw new Error('the loop and the engine differ');
  });
  const answering = shortestMs(RUNS, () => handWritten(events));
  const adding = shortestMs(RUNS, () => onlyAdding(events));
  return [
    await againstPeer(events.slice(0, PEER_COUNT), ours / COUNT),
    atMost('earn rule: cost against a hand-written loop that gives the same answers', ours / answering, 3),
    reported(
      'earn rule: cost against a loop that only adds up, without times, outcomes or reasons',
      ours / adding,
    ),
  ];
};

interface Account {
  balance: number;
  readonly lots: { readonly qty: number; readonly fromMs: number }[];
}

/** Only this rule, but all that is said about it: per event an outcome, per earning a lot and a posting with its reasons. */
function handWritten(events: readonly LoyaltyEvent[]): ReadonlyMap<string, Account> {
  const accounts = new Map<string, Account>();
  const outcomes = new Map<string, unknown>();
  const postings: unknown[] = [];
  for (const event of events) {
    if (event.type !== 'purchase' || event['merchant'] !== 'digikala' || outcomes.has(event.id)) continue;
    const atMs = instantFromText(event.at)!;
    const base = event.amount!;
    const qty = Math.floor(base / 100_000);
    let account = accounts.get(event.member!);
    if (account === undefined) accounts.set(event.member!, (account = { balance: 0, lots: [] }));
    account.balance += qty;
    account.lots.push({ qty, fromMs: atMs });
    outcomes.set(event.id, { earned: { dc: qty }, payable: base });
    const factors = [
      { step: 'base', value: base },
      { step: 'per', value: [100_000, 1] },
      { step: 'round', value: qty },
    ];
    postings.push({ atMs, member: event.member, eventId: event.id, unit: 'dc', qty, kind: 'earn', factors });
  }
  return accounts;
}

function onlyAdding(events: readonly LoyaltyEvent[]): ReadonlyMap<string, number> {
  const balances = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'purchase' || event['merchant'] !== 'digikala') continue;
    balances.set(event.member!, (balances.get(event.member!) ?? 0) + Math.floor(event.amount! / 100_000));
  }
  return balances;
}

/** As much of the peer's interface as the rule needs. */
interface Peer {
  readonly Engine: new () => {
    addRule(rule: object): unknown;
    run(facts: object): Promise<{ readonly events: readonly { readonly type: string }[] }>;
  };
}

const NAME = `earn rule: events per second against ${PEER}`;
const GOAL = 100;

async function againstPeer(events: readonly LoyaltyEvent[], oursMs: number): Promise<Figure> {
  let peer: Peer;
  try {
    peer = (await import(PEER)) as unknown as Peer;
  } catch (error) {
    return unmeasured(NAME, `>= ${GOAL}`, `${PEER} is not installed: ${(error as Error).message}`);
  }
  await earnWithPeer(peer, events);
  const start = performance.now();
  await earnWithPeer(peer, events);
  return atLeast(NAME, (performance.now() - start) / events.length / oursMs, GOAL);
}

/** The peer decides whether the rule applies; its event carries the rate, and we do the sum. */
async function earnWithPeer({ Engine }: Peer, events: readonly LoyaltyEvent[]): Promise<void> {
  const engine = new Engine();
  engine.addRule({
    conditions: {
      all: [
        { fact: 'type', operator: 'equal', value: 'purchase' },
        { fact: 'merchant', operator: 'equal', value: 'digikala' },
      ],
    },
    event: { type: 'earn', params: { per: 100_000 } },
  });
  const balances = new Map<string, number>();
  for (const event of events) {
    const { events: fired } = await engine.run(event);
    if (fired.length === 0) continue;
    const qty = Math.floor(event.amount! / 100_000);
    balances.set(event.member!, (balances.get(event.member!) ?? 0) + qty);
  }
}
