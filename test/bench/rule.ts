// The simple earn rule of one programme, in two contests. Deciding: which events earn how much, added up per member, by three
// contestants that do nothing else. In a ledger: the engine also counts each event once, in the order of time, and keeps lots,
// outcomes, reasons and a way back; a hand-written loop does as much of that as a loop can, the peer still only decides.
import { openLedger, type Ledger } from '#loyalty/engine/ledger.ts';
import type { LoadedProgramme } from '#loyalty/engine/loaded.ts';
import { plainBaseMinor } from '#loyalty/engine/plain-fold.ts';
import { compilePlain, plainEarnings } from '#loyalty/engine/plain-plan.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import { atLeast, atMost, reported, unmeasured, type Figure, type Group } from './figure.ts';
import { asStored, digiclubEvents, loadNamed, START_S } from './histories.ts';
import { shortestMs, shortestMsOf } from './stopwatch.ts';

const COUNT = 100_000;
const PEER_COUNT = 2000;
const RUNS = 15;
const PEER = 'json-rules-engine';
const GOAL = 100;

type Balances = ReadonlyMap<string, number>;

export const ruleFigures: Group = async () => {
  const programmes = loadNamed(['digiclub']);
  const events = asStored(digiclubEvents(COUNT, false));
  const expected = onlyAdding(events);
  const contest = (work: () => Balances) => shortestMs(RUNS, () => check(work(), expected)) / COUNT;
  const deciding = contest(() => decided(programmes, events));
  const inLedger = shortestMs(RUNS, () => folded(programmes, events)) / COUNT;
  check(balancesOf(folded(programmes, events), events), expected);
  const adding = contest(() => onlyAdding(events));
  const answering = contest(() => sameAnswers(events));
  return [
    ...(await againstPeer(events.slice(0, PEER_COUNT), { deciding, inLedger })),
    atMost('earn rule, decided and added up: cost against a hand-written loop', deciding / adding, 3),
    atMost(
      'earn rule, in a ledger: cost against a hand-written loop that gives the same answers',
      inLedger / answering,
      3,
    ),
    reported(
      'earn rule, in a ledger: cost against a hand-written loop that only adds up, without times, outcomes or reasons',
      inLedger / adding,
    ),
  ];
};

function check(found: Balances, expected: Balances): void {
  for (const [member, balance] of expected)
    if (found.get(member) !== balance) throw new Error(`${member} has ${found.get(member)}, not ${balance}`);
}

/** The engine's rules as compiled, without its ledger. The programme has one version, so any instant will do. */
function decided(programmes: readonly LoadedProgramme[], events: readonly LoyaltyEvent[]): Balances {
  const plan = compilePlain(programmes);
  const balances = new Map<string, number>();
  for (const event of events) {
    for (const { quantityOf } of plainEarnings(plan, event, START_S * 1000)!) {
      const qty = quantityOf(plainBaseMinor(event));
      balances.set(event.member!, (balances.get(event.member!) ?? 0) + qty);
    }
  }
  return balances;
}

/** Every event is folded when it is appended: what is asked afterwards adds nothing to it. */
function folded(programmes: readonly LoadedProgramme[], events: readonly LoyaltyEvent[]): Ledger {
  const ledger = openLedger(programmes);
  for (const event of events) ledger.append(event);
  return ledger;
}

function balancesOf(ledger: Ledger, events: readonly LoyaltyEvent[]): Balances {
  const { at } = events[events.length - 1]!;
  const members = new Set(events.map(({ member }) => member!));
  return new Map([...members].map((member) => [member, ledger.stateAt({ at, member }).balance['dc']!]));
}

function onlyAdding(events: readonly LoyaltyEvent[]): Balances {
  const balances = new Map<string, number>();
  for (const event of events) {
    if (event.type !== 'purchase' || event['merchant'] !== 'digikala') continue;
    balances.set(event.member!, (balances.get(event.member!) ?? 0) + Math.floor(event.amount! / 100_000));
  }
  return balances;
}

interface Account {
  balance: number;
  readonly lots: { readonly qty: number; readonly fromMs: number }[];
}

/** Only this rule, but all that is said about it: per event an outcome, per earning a lot and a posting with its reasons. */
function sameAnswers(events: readonly LoyaltyEvent[]): Balances {
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
  return new Map([...accounts].map(([member, { balance }]) => [member, balance]));
}

/** As much of the peer's interface as the rule needs. */
interface Peer {
  readonly Engine: new () => {
    addRule(rule: object): unknown;
    run(facts: object): Promise<{ readonly events: readonly { readonly type: string }[] }>;
  };
}

interface Ours {
  readonly deciding: number;
  readonly inLedger: number;
}

async function againstPeer(events: readonly LoyaltyEvent[], ours: Ours): Promise<readonly Figure[]> {
  const names = [
    `earn rule, decided and added up: events per second against ${PEER}`,
    `earn rule, in a ledger: events per second against ${PEER}, which only decides and adds up`,
  ] as const;
  let peer: Peer;
  try {
    peer = (await import(PEER)) as unknown as Peer;
  } catch (error) {
    const reason = `${PEER} is not installed: ${(error as Error).message}`;
    return [unmeasured(names[0], `>= ${GOAL}`, reason)];
  }
  const perEvent = (await shortestMsOf(RUNS, () => decidedByPeer(peer, events))) / events.length;
  return [atLeast(names[0], perEvent / ours.deciding, GOAL), reported(names[1], perEvent / ours.inLedger)];
}

/** As its users do: one engine, facts per event, here only those that the rule reads. Its event carries the rate. */
async function decidedByPeer({ Engine }: Peer, events: readonly LoyaltyEvent[]): Promise<void> {
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
    const { events: fired } = await engine.run({ type: event.type, merchant: event['merchant'] });
    if (fired.length === 0) continue;
    const qty = Math.floor(event.amount! / 100_000);
    balances.set(event.member!, (balances.get(event.member!) ?? 0) + qty);
  }
  check(balances, onlyAdding(events));
}
