// What a member says without a till, as the engine folds it. The wallet's worker and the server call these very functions.
import type { SelfReport } from '#loyalty/programme/self-report.ts';
import type { Id, Int, LoyaltyEvent } from '#loyalty/programme/types.ts';
import { instantFromSeconds } from './utc-instant.ts';

export interface Stated {
  /** Id of the signed record: it becomes the event id, so a record known twice is one event. */
  readonly recordId: string;
  /** Rounded down to whole seconds, as in receipts. */
  readonly atMs: Int;
  /** Member id, hex. */
  readonly memberId: string;
  readonly programmeId: Id;
}

/** The member asks for a reward that costs units or nothing; by its full name, as several programmes may be folded together. */
export function claimEvent(stated: Stated, rewardId: Id): LoyaltyEvent {
  return { ...statedEvent(stated), type: 'redeem', reward: `${stated.programmeId}/${rewardId}` };
}

/** The member did something; `quantity` counts only where the definition counts it. */
export function reportEvent(stated: Stated, report: SelfReport, quantity: Int): LoyaltyEvent {
  const { action, attributes, quantityField } = report;
  return {
    ...attributes,
    ...(quantityField === undefined ? {} : { [quantityField]: quantity }),
    ...statedEvent(stated),
    type: 'activity',
    action,
  };
}

/** The member tells a day of their own, e.g. their birthday; `value` as `--MM-DD`, without the year. */
export function profileEvent(stated: Stated, attribute: Id, value: string): LoyaltyEvent {
  return { ...statedEvent(stated), type: 'profile', set: { [attribute]: value } };
}

function statedEvent({ recordId, atMs, memberId, programmeId }: Stated) {
  const at = instantFromSeconds(Math.floor(atMs / 1000));
  return { id: recordId, at, member: memberId, programme: programmeId };
}
