// Days of a member's own that a programme asks for: the definition says what it reads, and nothing else may be told to it.
import { instantFromText } from '#loyalty/time/instant.ts';
import type { Id, Int, Lists, Programme } from './types.ts';

/**
 * Attributes that the terms of `atMs`, or later ones, read as a day of the year (`anniv`) or its month (`month_of`), e.g.
 * `birthday`. One that is read on the Persian calendar is not among them: what members tell is a day of the Gregorian year.
 */
export function memberDatesOf(programme: Programme, atMs: Int): ReadonlySet<Id> {
  const { versions = [] } = programme;
  const editions: readonly Lists[] = [{ ...programme, versions: undefined } as Lists, ...versions];
  const ends = versions.map(({ from }) => instantFromText(from) ?? Infinity);
  return memberDatesIn(editions.filter((_, place) => (ends[place] ?? Infinity) > atMs));
}

/** The same of any part of a definition: a rule, a reward, a condition. */
export function memberDatesIn(part: unknown): ReadonlySet<Id> {
  const found: Found = { gregorian: new Set(), persian: new Set() };
  collect(part, found);
  return new Set([...found.gregorian].filter((name) => !found.persian.has(name)));
}

interface Found {
  readonly gregorian: Set<Id>;
  readonly persian: Set<Id>;
}

/** Where a definition may hold a tick; only there are `anniv` and `month_of` names of attributes. */
const TICK_KEYS: ReadonlySet<string> = new Set(['cal', 'tick', 'every', 'eval', 'drop']);

/** The definition was parsed: here it is data, read as data. */
function collect(node: unknown, found: Found): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (TICK_KEYS.has(key) && typeof value === 'object' && value !== null) note(value, found);
    collect(value, found);
  }
}

function note(tick: object, { gregorian, persian }: Found): void {
  const { anniv, month_of: monthOf, cal } = tick as Readonly<Record<string, unknown>>;
  for (const name of [anniv, monthOf]) {
    if (typeof name === 'string') (cal === 'persian' ? persian : gregorian).add(name);
  }
}
