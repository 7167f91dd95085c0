import type { DecisionStatus } from '#server/db/receipt-tables.ts';
import type { CheckedRecord } from './check-record.ts';
import type { Effect } from './effect.ts';

/** What a record came to. It is stored with the record and never changes. */
export interface Decision {
  readonly record: CheckedRecord;
  readonly status: DecisionStatus;
  readonly code: string | null;
  /** What follows from it; absent when it was known before, refused or of no consequence. */
  readonly effect?: Omit<Effect, 'claim'>;
  /** Member whose payment it is about, decided on for the first time. */
  readonly about?: string;
}
