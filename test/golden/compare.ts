// Expected against found, key by key: only the keys that a scenario gives are compared.
import { shortName } from './write-notation.ts';

export interface Difference {
  readonly path: string;
  readonly expected: unknown;
  readonly found: unknown;
}

type Fields = Readonly<Record<string, unknown>>;

/** Outcome of one event. What is absent from an outcome is 0 or nothing. */
export function compareOutcome(
  path: string,
  expected: Fields,
  found: Fields | undefined,
): readonly Difference[] {
  return Object.entries(expected).flatMap(([key, value]) => {
    const at = `${path}.${key}`;
    const actual = plain(found?.[key]);
    if (key === 'rejected') return differ(at, sorted(value), sorted(actual ?? []));
    if (key === 'divergence') return differ(at, reasons(value), reasons(actual));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return tallies(at, value as Fields, actual);
    if (typeof value === 'number') return differ(at, value, actual ?? 0);
    return differ(at, value, actual);
  });
}

/** `{earned: {bi: 5}}`: an empty object means nothing at all. */
function tallies(path: string, expected: Fields, found: unknown): readonly Difference[] {
  const actual = unqualified((found ?? {}) as Fields);
  const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
  return [...keys].flatMap((key) => differ(`${path}.${key}`, expected[key] ?? 0, actual[key] ?? 0));
}

/** State of one member. */
export function compareState(path: string, expected: Fields, found: Fields): readonly Difference[] {
  return Object.entries(expected).flatMap(([key, value]) => {
    const at = `${path}.${key}`;
    if (key === 'at' || key === 'member' || key === 'score') {
      return key === 'score' ? picked(`${path}.score`, value as Fields, found['metric'] as Fields) : [];
    }
    if (key === 'benefits' || key === 'holdout') return differ(at, sorted(value), sorted(plain(found[key])));
    if (key === 'feed') return differ(at, value, plain(found[key]));
    if (key === 'segments') return segments(at, value as Fields, found[key] as readonly string[]);
    return picked(at, value as Fields, found[key] as Fields);
  });
}

function picked(path: string, expected: Fields, found: Fields | undefined): readonly Difference[] {
  const actual = unqualified(found ?? {});
  return Object.entries(expected).flatMap(([key, value]) => {
    const nothing = typeof value === 'number' ? 0 : Array.isArray(value) ? [] : null;
    return differ(`${path}.${key}`, value, actual[key] ?? nothing);
  });
}

function segments(path: string, expected: Fields, found: readonly string[]): readonly Difference[] {
  const names = found.map(shortName);
  return Object.entries(expected).flatMap(([key, value]) =>
    differ(`${path}.${key}`, value, names.includes(key)),
  );
}

function differ(path: string, expected: unknown, found: unknown): readonly Difference[] {
  return canonical(expected) === canonical(found) ? [] : [{ path, expected, found }];
}

function canonical(value: unknown): string {
  return JSON.stringify(value ?? null);
}

/** The notation names the reason alone; with one unit that is all there is to say. */
function reasons(value: unknown): unknown {
  if (!Array.isArray(value)) return value === undefined ? [] : [value];
  return value.map((entry) => (Array.isArray(entry) ? entry[1] : entry));
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? [...value].sort((a, b) => (canonical(a) < canonical(b) ? -1 : 1)) : value;
}

/** Ids of a scenario are plain, also where several programmes are loaded. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return shortName(value);
  return Array.isArray(value) ? value.map(plain) : value;
}

function unqualified(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [shortName(key), value]));
}
