import type { CheckedRecord } from './check-record.ts';
import type { Judgement } from './effect.ts';

/** A record with what it would do, before anything is locked. */
export interface JudgedRecord {
  readonly record: CheckedRecord;
  readonly judgement: Judgement;
}

/** Whose log it would extend; absent of one without an effect. */
export function memberOf(judgement: Judgement): string | undefined {
  if (judgement.kind === 'effect') return judgement.effect.memberId;
  return judgement.kind === 'statement' ? judgement.statement.memberId : undefined;
}
