// Balances that take a while to compute: a long history that came at once, or a programme whose terms changed.
import type { Locale } from '#base/locale.ts';
import type { ProgrammeLook } from './common-views.ts';

export interface WalletFoldsApi {
  /** What is being computed, or was stopped on the way. Changes are told as `folds`. */
  foldProgress(locale: Locale): Promise<readonly FoldProgressView[]>;
  /** Stops now; what is done is kept. */
  stopFold(programmeId: string): Promise<void>;
  continueFold(programmeId: string): Promise<void>;
}

export interface FoldProgressView {
  readonly programmeId: string;
  readonly programmeName: string;
  /** Events. */
  readonly done: number;
  readonly total: number;
  readonly stopped: boolean;
}

/** Said of numbers that are not of now. */
export interface UnsettledView {
  /** When they were; absent when there are none yet. */
  readonly asOfMs?: number;
}

/** A programme whose numbers are not of now, where a screen shows several. */
export interface UnsettledProgramme {
  readonly look: ProgrammeLook;
  readonly unsettled: UnsettledView;
}
