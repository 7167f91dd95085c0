// What a hardware scanner does to a code on its way through the keyboard, found out from one shot at a known code.
// Pure: scanners send key presses, and the computer's keyboard layout turns those into whatever it likes.
import type { Key, WedgeSettings } from './wedge.ts';

/** Every character of our codes (QR alphanumeric), so that each one's way through the keyboard is seen. */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';

/** Forwards and backwards: whatever a layout makes of it stays a palindrome, and what a scanner adds does not. */
export const CALIBRATION_CODE = ALPHABET + [...ALPHABET].reverse().join('');

/** What to know about the scanner of this counter; plain data, kept on the device. */
export interface WedgeProfile {
  readonly prefix: string;
  readonly suffix: string;
  readonly ends: 'Enter' | 'Tab' | 'nothing';
  /** What arrives -> what was sent; only where the two differ. */
  readonly mapping: Readonly<Record<string, string>>;
  /** The longest pause within the shot. */
  readonly slowestGapMs: number;
}

export type Calibration =
  | { readonly found: true; readonly profile: WedgeProfile }
  /** `short`: not the test code, or part of it. `merged`: different characters arrive as the same one. */
  | { readonly found: false; readonly why: 'short' | 'unlike' | 'merged' };

/** Finds the test code in what one shot typed. */
export function calibrateWedge(keys: readonly Key[]): Calibration {
  const typed = keys.filter(isTyped);
  const sent = [...CALIBRATION_CODE];
  if (typed.length < sent.length) return { found: false, why: 'short' };
  const arrived = typed.map(({ key }) => key);
  const start = placeOfPalindrome(arrived, sent.length);
  if (start === undefined) return { found: false, why: 'unlike' };
  const ways = new Map<string, string>();
  for (const [index, character] of sent.entries()) {
    const key = arrived[start + index]!;
    if ((ways.get(key) ?? character) !== character) return { found: false, why: 'merged' };
    ways.set(key, character);
  }
  const spoken = (from: number, to?: number): string =>
    arrived
      .slice(from, to)
      .map((key) => ways.get(key) ?? key)
      .join('');
  const last = keys.at(-1)?.key;
  return {
    found: true,
    profile: {
      prefix: spoken(0, start),
      suffix: spoken(start + sent.length),
      ends: last === 'Enter' || last === 'Tab' ? last : 'nothing',
      mapping: Object.fromEntries([...ways].filter(([key, character]) => key !== character)),
      slowestGapMs: slowestGapMs(typed),
    },
  };
}

/** How the listener must be set for such a scanner. */
export function wedgeSettingsOf(profile: WedgeProfile): Partial<WedgeSettings> {
  const { prefix, suffix, mapping, slowestGapMs } = profile;
  return {
    prefix,
    suffix,
    mapping: new Map(Object.entries(mapping)),
    // Twice the pause that was seen, but never so long that quick fingers look like a scanner.
    maxGapMs: Math.min(MOST_GAP_MS, Math.max(LEAST_GAP_MS, Math.ceil(2 * slowestGapMs))),
  };
}

const LEAST_GAP_MS = 50;
const MOST_GAP_MS = 90;

/** A profile that was kept as text; `undefined` for anything else. */
export function wedgeProfileFrom(text: string | undefined): WedgeProfile | undefined {
  if (text === undefined) return undefined;
  try {
    const kept: unknown = JSON.parse(text);
    return isProfile(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

function isProfile(kept: unknown): kept is WedgeProfile {
  if (typeof kept !== 'object' || kept === null) return false;
  const { prefix, suffix, ends, mapping, slowestGapMs } = kept as Record<string, unknown>;
  return (
    typeof prefix === 'string' &&
    typeof suffix === 'string' &&
    (ends === 'Enter' || ends === 'Tab' || ends === 'nothing') &&
    typeof slowestGapMs === 'number' &&
    typeof mapping === 'object' &&
    mapping !== null &&
    Object.values(mapping).every((character) => typeof character === 'string')
  );
}

/** A key that leaves a character: some layouts put two letters on one key, but none of them in ASCII. */
function isTyped({ key, ctrl }: Key): boolean {
  return !ctrl && ([...key].length === 1 || /^[^\x20-\x7e]+$/u.test(key));
}

function placeOfPalindrome(keys: readonly string[], length: number): number | undefined {
  for (let start = 0; start + length <= keys.length; start++) {
    const mirrored = keys
      .slice(start, start + length / 2)
      .every((key, index) => key === keys[start + length - 1 - index]);
    if (mirrored) return start;
  }
  return undefined;
}

function slowestGapMs(keys: readonly Key[]): number {
  return keys.slice(1).reduce((slowest, key, index) => Math.max(slowest, key.atMs - keys[index]!.atMs), 0);
}
