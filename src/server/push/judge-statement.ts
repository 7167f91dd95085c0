// What a member's own word would do, before the member's log is asked. Pure.
import { claimEvent, profileEvent, reportEvent } from '#loyalty/ledger/statement-events.ts';
import { memberDatesOf } from '#loyalty/programme/member-dates.ts';
import { selfReportOf } from '#loyalty/programme/self-report.ts';
import { type Refusal, type Result, err, ok } from '#base/result.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import type { MemberStatement } from '#protocol/member-statement.ts';
import type { CheckedRecord } from './check-record.ts';
import type { KnownProgramme } from './directory.ts';

export interface StatementEffect {
  readonly memberId: string;
  readonly programmeId: string;
  readonly event: LoyaltyEvent;
}

export interface StatementContext {
  /** Member of the pushing wallet; a till has none. */
  readonly walletMember: string | undefined;
  readonly programmeOf: (
    programmeId: string,
  ) => Pick<KnownProgramme, 'definition' | 'presentation'> | undefined;
}

/**
 * Refusals: `wrong_role`, `programme_unknown`, `activity_unknown` (nobody takes it on a member's word), `attribute_unknown` (the
 * programme reads nothing of the kind, so it must not be told).
 */
export function judgeStatement(
  record: CheckedRecord,
  contents: MemberStatement,
  { walletMember: memberId, programmeOf }: StatementContext,
): Result<StatementEffect, Refusal> {
  const { programmeId } = contents;
  if (memberId === undefined || record.occurredAtMs === null) return err({ kind: 'wrong_role' });
  const programme = programmeOf(programmeId);
  if (programme === undefined) return err({ kind: 'programme_unknown' });
  const stated = { recordId: record.id, atMs: record.occurredAtMs, memberId, programmeId };
  if (contents.kind === 'claim')
    return ok({ memberId, programmeId, event: claimEvent(stated, contents.rewardId) });
  if (contents.kind === 'profile') {
    const { attribute, value } = contents;
    return memberDatesOf(programme.definition, record.occurredAtMs).has(attribute)
      ? ok({ memberId, programmeId, event: profileEvent(stated, attribute, value) })
      : err({ kind: 'attribute_unknown' });
  }
  const report = selfReportOf(programme.definition, programme.presentation, contents.action);
  if (report === undefined) return err({ kind: 'activity_unknown' });
  return ok({ memberId, programmeId, event: reportEvent(stated, report, contents.quantity) });
}
