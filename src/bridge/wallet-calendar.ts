// What time will bring: lapses, drops, computations, occasions. Read from the programmes and the member's account.
import type { Locale } from '#base/locale.ts';
import type { ProgrammeLook } from './common-views.ts';
import type { UnsettledProgramme } from './wallet-folds.ts';

export interface CalendarApi {
  /** Everything of the next year that is known today, soonest first. */
  agenda(locale: Locale): Promise<AgendaView>;
  /** How many points lots and vouchers lapse within seven days: for the badge of the app. */
  lapsingThisWeek(): Promise<number>;
}

export interface AgendaView {
  /** Joined programmes, for a filter. */
  readonly looks: readonly ProgrammeLook[];
  readonly items: readonly AgendaItem[];
  /** Joined programmes of which this is what was last known: a change follows when they are exact. */
  readonly unsettled: readonly UnsettledProgramme[];
  readonly nowMs: number;
}

/**
 * `points`, `voucher`, `tier`: lapse. `drop`: a reward is released. `score`: something is computed anew. `occasion`: a special
 * day begins. `ending`: a special period ends. `challenge`: its time is over. `gift`: time itself gives points or a voucher.
 */
export type AgendaKind =
  | 'points'
  | 'voucher'
  | 'tier'
  | 'drop'
  | 'score'
  | 'occasion'
  | 'ending'
  | 'challenge'
  | 'gift';

export interface AgendaItem {
  /** The same thing has the same uid whenever it is asked for. */
  readonly uid: string;
  readonly kind: AgendaKind;
  readonly look: ProgrammeLook;
  /** The programme's own name of the unit, voucher, level, reward, score or rule. */
  readonly title: string;
  readonly quantity?: { readonly qty: number; readonly scale: number };
  /** Of a challenge, in words of what it counts. */
  readonly progress?: { readonly value: string; readonly goal: string };
  /** The exact instant; for what lapses the first instant at which it is gone. */
  readonly atMs: number;
  /** `YYYY-MM-DD` on the programme's calendar for what concerns a whole day: of a lapse, the last good day. */
  readonly day?: string;
  /** When a drop closes again. */
  readonly untilMs?: number;
}
