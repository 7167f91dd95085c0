import type { LineMatch, Round } from '#loyalty/programme/types.ts';

/** Everything an earning depended on besides the event's amounts: rates, tier and cap room as they were then. */
export interface EarnFormula {
  readonly per: readonly [number, number] | undefined;
  readonly flat: number | undefined;
  readonly times: number;
  readonly of: string;
  readonly lines: LineMatch | undefined;
  readonly whole: boolean;
  readonly perLine: boolean;
  /** Rates for the whole event, or one list per line of the event when a rate depends on the line. */
  readonly rates: readonly Rate[];
  readonly lineRates: readonly (readonly Rate[])[] | undefined;
  readonly maxPer: readonly [number, number] | undefined;
  readonly round: Round;
  readonly least: number | undefined;
  /** What the caps still allowed when it was earned. */
  readonly room: number | undefined;
}

export interface Rate {
  readonly value: readonly [number, number];
  readonly by?: readonly [string, string];
}
