import { claimEvent, profileEvent, reportEvent } from '#loyalty/ledger/statement-events.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import type { StatementRow } from '#storage/statement-store.ts';

/** A stored statement as the engine folds it; the server makes the same event of the signed record. */
export function eventOfStatement(
  { recordId, programmeId, occurredAtMs, said }: Omit<StatementRow, 'intentId'>,
  memberId: string,
): LoyaltyEvent {
  const stated = { recordId, atMs: occurredAtMs, memberId, programmeId };
  switch (said.kind) {
    case 'claim':
      return claimEvent(stated, said.rewardId);
    case 'report':
      return reportEvent(stated, said.report, said.quantity);
    case 'profile':
      return profileEvent(stated, said.attribute, said.value);
  }
}
