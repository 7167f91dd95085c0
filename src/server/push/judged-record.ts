import type { CheckedRecord } from './check-record.ts';
import type { Judgement } from './effect.ts';

/** A record with what it would do, before anything is locked. */
export interface JudgedRecord {
  readonly record: CheckedRecord;
  readonly judgement: Judgement;
}
