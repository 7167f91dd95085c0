// What joined programmes ask of the member themself: the day of their birthday, and nothing else so far.
import type { Locale } from '#base/locale.ts';
import type { Outcome, ProgrammeLook, RefusalView } from './common-views.ts';

export interface WalletProfileApi {
  /** One per joined programme whose terms read a birthday, in the order of the catalogue. */
  birthdays(locale: Locale): Promise<readonly BirthdayView[]>;
  /**
   * Tells these programmes the birthday, each by a signed record of its own; pending until the server has spoken. The first
   * refusal ends it; what was told before that stays told.
   */
  tellBirthday(request: BirthdayRequest): Promise<Outcome<null>>;
}

/** Month and day of the Gregorian year, from 1. The year of birth is nobody's business. */
export interface YearDay {
  readonly month: number;
  readonly day: number;
}

export interface BirthdayRequest extends YearDay {
  readonly programmeIds: readonly string[];
  /** Names the person's one decision: the same intent twice is told once. */
  readonly intentId: string;
}

export interface BirthdayView {
  readonly look: ProgrammeLook;
  /** What the programme gives on it, in its own words. */
  readonly gives: readonly string[];
  /** As it counts; `pending` while the server has not decided. */
  readonly told?: YearDay & { readonly pending: boolean };
  /** Why what was told last does not count. */
  readonly refused?: RefusalView;
  /** From when on it may be told anew; absent: from now on. */
  readonly changesMs?: number;
}
