// The state spelled out: what flat lists hold as records, and plain events as the log entries that they stand for. Two ledgers
// that folded the same events spell out the same, whatever each of them had to remember.
import { LOT } from './lot-list.ts';
import { LAPSED } from './lots.ts';
import type { Account, Journal, LogEntry, LotList, LotRecord, Member, Purse, State } from './state.ts';

export interface FullState extends Omit<State, 'members'> {
  readonly members: ReadonlyMap<string, FullMember>;
}

interface FullMember extends Omit<Member, 'accounts'> {
  readonly accounts: readonly FullAccount[];
}

interface FullAccount extends Omit<Account, 'purses' | 'journals'> {
  readonly journals: readonly Omit<Journal, 'delayed'>[];
  readonly purses: ReadonlyMap<string, FullPurse>;
}

interface FullPurse extends Omit<Purse, 'lots' | 'head' | 'pending'> {
  readonly pending: readonly { readonly lot: FullLot; readonly usableMs: number }[];
  /** What holds something, in the order in which it is spent. */
  readonly lots: readonly FullLot[];
  /** What is spent, by id. */
  readonly emptied: ReadonlyMap<number, FullLot>;
}

interface FullLot {
  readonly id: number;
  readonly qty: number;
  readonly fromMs: number;
  readonly untilMs: number | undefined;
}

/** `plain`: the entries of plain events. An entry that the log keeps says what is left of its event. */
export function fullState(state: State, plain: readonly LogEntry[]): FullState {
  const log = new Map(state.log);
  for (const entry of plain) if (!log.has(entry.event.id)) log.set(entry.event.id, entry);
  return { ...state, log, members: mapped(state.members, fullMember) };
}

function fullMember(member: Member): FullMember {
  return {
    ...member,
    accounts: member.accounts.map(fullAccount),
  };
}

/** What journals keep of delays follows from their entries and the log. */
function fullAccount(account: Account): FullAccount {
  return {
    ...account,
    purses: mapped(account.purses, fullPurse),
    journals: account.journals.map(({ entries, tree, places }) => ({ entries, tree, places })),
  };
}

function fullPurse({ lots, pending, total, debt, idleAtMs, credits }: Purse): FullPurse {
  const all = lotsOf(lots);
  return {
    total,
    debt,
    idleAtMs,
    credits,
    pending: pending.map(({ lot, usableMs }) => ({ lot: fullLot(lot), usableMs })),
    lots: all.filter(({ qty }) => qty > 0),
    emptied: new Map(all.filter(({ qty }) => qty === 0).map((lot) => [lot.id, lot])),
  };
}

function lotsOf(list: LotList): readonly FullLot[] {
  return Array.from({ length: list.length / LOT }, (_, index): FullLot => {
    const [id, qty, fromMs, untilMs] = list.slice(index * LOT, (index + 1) * LOT);
    return fullLot({ id: id!, qty: qty!, fromMs: fromMs!, untilMs: untilMs! });
  }).filter(({ qty }) => qty !== LAPSED);
}

function fullLot(lot: LotRecord): FullLot {
  return { ...lot, untilMs: lot.untilMs === Infinity ? undefined : lot.untilMs };
}

function mapped<V, W>(map: ReadonlyMap<string, V>, change: (value: V) => W): ReadonlyMap<string, W> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
