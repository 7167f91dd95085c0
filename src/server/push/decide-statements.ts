// Members' own statements, decided under the lock of their log: by the engine, and by the stock that all members share.
import { sql } from 'kysely';
import { type StatementFault, statementFault, stockBatchOf } from '#loyalty/ledger/judge-statement.ts';
import { eventsOfGroup } from '#loyalty/ledger/programme-group.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import type { CheckedRecord } from './check-record.ts';
import type { Decision } from './decision.ts';
import type { Directory, KnownProgramme } from './directory.ts';
import type { StatementEffect } from './judge-statement.ts';
import { RecordFault } from './record-fault.ts';
import { readLog } from './member-log.ts';

export interface Stated {
  readonly record: CheckedRecord;
  readonly statement: StatementEffect;
}

export interface StatedPush {
  readonly stated: readonly Stated[];
  /** What the same push has brought besides, which counts already. */
  readonly decided: readonly Decision[];
  /** A decision sticks for ever, so none is taken on what the server may only have forgotten. */
  readonly isAwaited: (fault: StatementFault) => boolean;
}

/**
 * Events that a push may have folded for its statements, each of which is tried on all of its member's log: some seconds of one
 * process. What is beyond waits for another push.
 */
const MOST_FOLDED = 250_000;

/** In the order of the push, one after the other; without those that are awaited. */
export async function decideStatements(
  tx: Tx,
  directory: Directory,
  { stated, decided, isAwaited }: StatedPush,
): Promise<readonly Decision[]> {
  const logs = new Map<string, LoyaltyEvent[]>();
  const decisions: Decision[] = [];
  let folded = 0;
  for (const { record, statement } of stated) {
    const { memberId, programmeId, event } = statement;
    const log = logs.get(memberId) ?? [...(await readLog(tx, memberId)), ...eventsFor(memberId, decided)];
    logs.set(memberId, log);
    const known = log.find(({ id }) => id === event.id);
    if (known !== undefined) {
      decisions.push(knownDecision(record, known, event));
      continue;
    }
    if (folded > MOST_FOLDED) continue;
    folded += log.length + 1;
    const programme = directory.programmes.get(programmeId)!;
    const code = faultOf(programme, log, statement) ?? (await stockFault(tx, programme, statement));
    if (code === undefined) log.push(event);
    else if (isAwaited(code)) continue;
    decisions.push(
      code === undefined
        ? { record, status: 'accepted', code: null, effect: { memberId, event } }
        : { record, status: 'rejected', code },
    );
  }
  return decisions;
}

/** Said before by another device of the member, be it one whose backup this one has restored: it counts once. */
function knownDecision(record: CheckedRecord, known: LoyaltyEvent, event: LoyaltyEvent): Decision {
  const isSame = SAID_BY.every((field) => known[field] === event[field]);
  return isSame
    ? { record, status: 'accepted', code: 'already_known' }
    : { record, status: 'rejected', code: 'id_reused' };
}

/** Of a statement's event, what its programme has no part in. */
const SAID_BY = ['type', 'at', 'programme', 'reward', 'action'] as const;

function eventsFor(memberId: string, decided: readonly Decision[]): readonly LoyaltyEvent[] {
  return decided.flatMap(({ status, effect }) =>
    status === 'accepted' && effect?.memberId === memberId && effect.event !== undefined
      ? [effect.event]
      : [],
  );
}

function faultOf(
  { group }: KnownProgramme,
  log: readonly LoyaltyEvent[],
  { event }: StatementEffect,
): StatementFault | undefined {
  return RecordFault.guard(() => statementFault({ group, events: eventsOfGroup(log, group), event }));
}

/** Takes one from the batch, or says that none is left. The row's lock keeps two servers from taking the last one twice. */
async function stockFault(
  tx: Tx,
  { group }: KnownProgramme,
  { event, programmeId }: StatementEffect,
): Promise<StatementFault | undefined> {
  if (event.type !== 'redeem') return undefined;
  const rewardId = String(event['reward']).slice(programmeId.length + 1);
  const batch = stockBatchOf(group.loaded.at(-1)!, rewardId, Date.parse(event.at));
  if (batch === undefined) return undefined;
  if (batch.stock <= 0) return 'reward_out_of_stock';
  const { rows } = await sql`
    INSERT INTO reward_stock (bucket, programme, reward, batch, taken)
    VALUES (${bucketOf(`${programmeId}/${rewardId}`)}, ${programmeId}, ${rewardId}, ${batch.batch}, 1)
    ON CONFLICT (bucket, programme, reward, batch)
    DO UPDATE SET taken = reward_stock.taken + 1 WHERE reward_stock.taken < ${batch.stock}
    RETURNING taken`.execute(tx);
  return rows.length === 0 ? 'reward_out_of_stock' : undefined;
}
