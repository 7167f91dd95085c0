// What is left of a purchase after refunds (README.md, "Refunds"): in proportion, by cumulative floor, so that parts add up.
import { add, scaleFloor } from './rational.ts';
import type { LoggedLine, LogEntry } from './state.ts';

export interface LineLeft {
  readonly index: number;
  readonly line: LoggedLine;
  readonly listMinor: number;
  /** Money still paid for the line: list less vouchers, points and what was returned. */
  readonly cashMinor: number;
  readonly gone: boolean;
}

/** The lines after the refunds whose record is visible. */
export function leftAfter(entry: LogEntry, visible: (recMs: number) => boolean): readonly LineLeft[] {
  return entry.lines.map((line, index) => {
    const seen = entry.returns.filter((back) => back.line === index && visible(back.recMs));
    const returnedMinor = seen.reduce((sum, back) => add(sum, back.listMinor), 0);
    return lineLeft(
      index,
      line,
      returnedMinor,
      seen.some((back) => back.gone),
    );
  });
}

/** The lines as they are now. */
export function leftNow(entry: LogEntry): readonly LineLeft[] {
  return entry.lines.map((line, index) => lineLeft(index, line, line.returnedMinor, line.gone));
}

function lineLeft(index: number, line: LoggedLine, returnedMinor: number, gone: boolean): LineLeft {
  return {
    index,
    line,
    listMinor: line.listMinor - returnedMinor,
    cashMinor: line.cashMinor - returnedShare(line.cashMinor, line, returnedMinor),
    gone,
  };
}

/** The share of an amount that belongs to what was returned of a line, rounded down. */
export function returnedShare(amountMinor: number, line: LoggedLine, returnedMinor: number): number {
  return line.listMinor === 0 ? 0 : scaleFloor(amountMinor, returnedMinor, line.listMinor);
}

/** Nothing at all is left of the event. */
export function allGone(entry: LogEntry): boolean {
  return entry.lines.length === 0 ? entry.gone : entry.lines.every((line) => line.gone);
}
