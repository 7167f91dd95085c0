// How the parts of the state begin.
import type { Id } from '#loyalty/programme/types.ts';
import type { LoadedProgramme } from './loaded.ts';
import type { Account, CreditLog, Journal, Member, Purse, State } from './state.ts';
import { pushTo, setIn, type Undo } from './undo.ts';

export function emptyState(): State {
  return {
    ticks: [],
    members: new Map(),
    aliases: new Map(),
    log: new Map(),
    claims: new Map(),
    seen: new Set(),
    sequence: 0,
    lots: 0,
    dueMs: Infinity,
  };
}

export function newMember(id: string, sinceMs: number, programmes: readonly LoadedProgramme[]): Member {
  return { id, sinceMs, attributes: new Map(), accounts: programmes.map(newAccount) };
}

function newAccount(programme: LoadedProgramme): Account {
  return {
    purses: new Map(),
    journals: programme.collectors.map(() => newJournal()),
    sampled: new Map(),
    grants: new Map(),
    tickTiers: new Map(),
    vouchers: [],
    held: new Map(),
    marks: new Map(),
    tags: new Set(),
    firings: new Map(),
    caps: new Map(),
    reached: new Map(),
  };
}

export function newJournal(): Journal {
  return { entries: [], tree: [], places: new Map(), delayed: [] };
}

export function newCreditLog(): CreditLog {
  return { credits: [], tree: [] };
}

export function purseOf(undo: Undo, account: Account, unit: Id): Purse {
  const found = account.purses.get(unit);
  if (found !== undefined) return found;
  const purse: Purse = {
    lots: [],
    head: 0,
    pending: [],
    total: 0,
    debt: 0,
    idleAtMs: undefined,
    credits: newCreditLog(),
  };
  setIn(undo, account.purses, unit, purse);
  return purse;
}

/** Appends to a list kept in a map. */
export function push<T>(undo: Undo, map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key);
  if (list === undefined) setIn(undo, map, key, [item]);
  else pushTo(undo, list, item);
}
