// One event as rules see it: parsed times, list lines, and the amounts that pricing found so far.
import type { LineMatch, LoyaltyEvent, Match, Scalar, Test } from '#loyalty/programme/types.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import { add, safe } from './rational.ts';
import { FoldRefusal } from './refusal.ts';

export interface EventView {
  readonly event: LoyaltyEvent;
  readonly atMs: number;
  readonly recMs: number;
  /** Empty for events without an amount. */
  readonly lines: readonly ViewLine[];
  readonly listMinor: number;
  discountMinor: number;
  /** Money value of the points paid. */
  pointsPaidMinor: number;
}

export interface ViewLine {
  readonly id: string;
  readonly listMinor: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

const IMPLICIT_LINE = 'l1';

export function viewOf(event: LoyaltyEvent, atMs: number): EventView {
  const lines = linesOf(event);
  return {
    event,
    atMs,
    recMs: event.rec === undefined || event.rec === event.at ? atMs : instantOf(event, event.rec),
    lines,
    listMinor: lines.reduce((sum, line) => add(sum, line.listMinor), 0),
    discountMinor: 0,
    pointsPaidMinor: 0,
  };
}

export function instantOf(event: LoyaltyEvent, text: string): number {
  const ms = instantFromText(text);
  if (ms === undefined) throw new FoldRefusal('bad_instant', `event ${event.id} at ${text}`);
  return ms;
}

function linesOf(event: LoyaltyEvent): readonly ViewLine[] {
  // A refund's lines say what comes back; they are no purchase.
  if (event.type === 'refund') return [];
  if (event.lines !== undefined) {
    return event.lines.map((line) => ({ id: line.id, listMinor: safe(line.amount), fields: line }));
  }
  if (event.amount === undefined) return [];
  // `amount` alone means one line that carries the event's own attributes.
  return [{ id: IMPLICIT_LINE, listMinor: safe(event.amount), fields: event }];
}

export function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** A field of an event: amounts as pricing found them, otherwise the free attribute of that name. */
export function fieldOf(view: EventView, name: string): unknown {
  switch (name) {
    case 'list':
      return view.listMinor;
    case 'amount':
      return view.event.amount ?? (view.lines.length > 0 ? view.listMinor : undefined);
    case 'discount':
      return view.discountMinor;
    case 'pointsPaid':
      return view.pointsPaidMinor;
    case 'net':
    case 'payable':
      return view.listMinor - view.discountMinor - view.pointsPaidMinor;
    default:
      return view.event[name];
  }
}

const AMOUNTS: ReadonlySet<string> = new Set(['list', 'amount', 'discount', 'pointsPaid', 'net', 'payable']);

/** Whether a field of that name says what pricing found instead of being an attribute of the event. */
export function isAmount(name: string): boolean {
  return AMOUNTS.has(name);
}

export function numberField(view: EventView, name: string): number {
  const value = fieldOf(view, name);
  return typeof value === 'number' ? safe(value) : 0;
}

export function matches(match: Match | undefined, view: EventView): boolean {
  if (match === undefined) return true;
  if (!matchesType(match, view.event.type)) return false;
  if (match.where !== undefined && !matchesFields(match.where, view)) return false;
  return match.line === undefined || view.lines.some((line) => matchesLine(match.line, line));
}

export function matchesType(match: Match, type: string): boolean {
  if (match.type === undefined) return true;
  return typeof match.type === 'string' ? match.type === type : match.type.includes(type);
}

export function matchesFields(where: Readonly<Record<string, Test>>, view: EventView): boolean {
  for (const name in where) if (!passes(where[name]!, fieldOf(view, name))) return false;
  return true;
}

export function matchesLine(match: LineMatch | undefined, line: LineFields): boolean {
  if (match === undefined) return true;
  for (const name in match) if (!passes(match[name]!, lineField(line, name))) return false;
  return true;
}

export type LineFields = Pick<ViewLine, 'id' | 'fields'>;

/** The one line of a plain amount carries the event's attributes, but not its id. */
export function lineField({ id, fields }: LineFields, name: string): unknown {
  return name === 'id' ? id : fields[name];
}

export function passes(test: Test, value: unknown): boolean {
  if (isScalar(test)) return value === test;
  if (Array.isArray(test)) return (test as readonly unknown[]).includes(value);
  if (typeof value !== 'number') return false;
  const bounds = test as {
    readonly ge?: number;
    readonly gt?: number;
    readonly le?: number;
    readonly lt?: number;
  };
  return (
    (bounds.ge === undefined || value >= bounds.ge) &&
    (bounds.gt === undefined || value > bounds.gt) &&
    (bounds.le === undefined || value <= bounds.le) &&
    (bounds.lt === undefined || value < bounds.lt)
  );
}
