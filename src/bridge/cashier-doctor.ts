// What the till's worker knows about the till's health. Facts only: the screen judges and words them.
import type { FileView, Outcome, StorageView } from './common-views.ts';

export interface CashierDoctorApi {
  /** Looks at everything that can be looked at without a person, writes and reads one strict row on the way. */
  checkTill(): Promise<TillCheck>;
  /** The records that could not be read, as a file. Refusal: `record_unknown` (there are none). */
  exportSetAside(): Promise<Outcome<FileView>>;
}

export interface TillCheck {
  readonly atMs: number;
  readonly storage: StorageView;
  /** Milliseconds of one strict write and the read that proves it; absent when the device did not keep it. */
  readonly writeMs?: number;
  /** Server time minus device time at the last answer. */
  readonly clockOffsetMs?: number;
  /** By how much the clock is behind a time that was already proved; 0 when it is not. */
  readonly clockBehindMs: number;
  readonly lastSyncMs?: number;
  readonly unsent: number;
  /** Records that could not be read and were put aside. */
  readonly setAside: number;
  readonly oldestUnsentMs?: number;
  readonly certificateUntilMs?: number;
  /** When the oldest of the lists of what was revoked was made; absent while there is none. */
  readonly statusListFromMs?: number;
  readonly trustListFromMs?: number;
  readonly trustListUntilMs?: number;
}
