// README.md, "Cuts and windows": an evaluation happens just before an instant (a tick) or just after it (an event, a query).
import type { Instant, Window } from '#loyalty/programme/types.ts';
import { instantFromText } from './instant.ts';
import { addDuration, subtractDuration } from './duration.ts';
import { periodStart } from './period.ts';
import { instantFromLocal, localFromInstant, type Zone } from './zone.ts';

/** `before`: T- (what a tick sees), otherwise T+ (what a rule or query sees). */
export interface Cut {
  readonly atMs: number;
  readonly before: boolean;
}

/** Instants x with fromMs <= x < toMs, in whole milliseconds. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The first instant that the cut does not see any more. */
export function cutEndMs(cut: Cut): number {
  return cut.before ? cut.atMs : cut.atMs + 1;
}

/** The last instant that belongs to the cut: T- at midnight belongs to the old day. */
export function cutInstantMs(cut: Cut): number {
  return cut.before ? cut.atMs - 1 : cut.atMs;
}

/**
 * The span of instants that a window sees at a cut. `markMs` gives the latest instant of a mark (for `since`), or `undefined`,
 * which makes the window empty.
 */
export function spanOf(
  window: Window | undefined,
  zone: Zone,
  cut: Cut,
  markMs: (mark: string) => number | undefined,
): Span {
  const toMs = cutEndMs(cut);
  if (window === undefined || window === 'all') return { fromMs: -Infinity, toMs };
  if ('last' in window) {
    const fromMs = subtractDuration(zone, cut.atMs, window.last);
    return { fromMs: cut.before ? fromMs : fromMs + 1, toMs };
  }
  if ('this' in window) {
    const period = { unit: window.this, anchor: window.anchor, cal: window.cal };
    const start = periodStart(period, localFromInstant(zone, cutInstantMs(cut)));
    return { fromMs: instantFromLocal(zone, start), toMs };
  }
  if ('between' in window) {
    return { fromMs: instantMs(window.between[0]), toMs: Math.min(toMs, instantMs(window.between[1])) };
  }
  const startMs = markMs(window.since);
  if (startMs === undefined) return { fromMs: toMs, toMs };
  const endMs = window.for === undefined ? toMs : addDuration(zone, startMs, window.for);
  return { fromMs: startMs, toMs: Math.min(toMs, endMs) };
}

/** Instants inside definitions were checked when the programme was parsed. */
export function instantMs(text: Instant): number {
  const ms = instantFromText(text);
  if (ms === undefined) throw new Error(`bug: not an instant: ${text}`);
  return ms;
}
