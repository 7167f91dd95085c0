// The five places where a push touches the database for its own bookkeeping. One transaction for all on one machine; on a
// cluster each bucket has its own, and `by-bucket.ts` brings steps that leave a trail which the next push can finish.
import type { Tx } from '#server/db/transaction.ts';
import { chainReceipts } from './chain-receipts.ts';
import { type ChangeStreams, createChangeStreams } from './change-streams.ts';
import type { CheckedRecord } from './check-record.ts';
import type { Decision } from './decision.ts';
import { type Locked, lockParticipants, type Participants } from './locks.ts';
import { type Sorted, sortOutSettled } from './settled.ts';
import { writeEvents } from './write-events.ts';

/** `all`: a push is one transaction. `bucket`: one per bucket, for databases that are spread over machines. */
export type TxScope = 'all' | 'bucket';

export interface AdjudicationSteps {
  readonly lock: (tx: Tx, participants: Participants) => Promise<Locked>;
  readonly sortOut: (tx: Tx, deviceId: string, records: readonly CheckedRecord[]) => Promise<Sorted>;
  /** Every receipt in a genuine record has its place in its till's chain, whatever is decided on it. Those beyond its limits. */
  readonly chain: (
    tx: Tx,
    records: readonly CheckedRecord[],
    nowMs: number,
  ) => Promise<ReadonlySet<CheckedRecord>>;
  readonly keep: (
    tx: Tx,
    deviceId: string,
    kept: { readonly decisions: readonly Decision[]; readonly nowMs: number },
  ) => Promise<void>;
  readonly streams: (devices: Locked['devices'], nowMs: number) => ChangeStreams;
}

export const IN_ONE_TRANSACTION: AdjudicationSteps = {
  lock: (tx, participants) => lockParticipants(tx, participants),
  sortOut: sortOutSettled,
  chain: chainReceipts,
  keep: writeEvents,
  streams: createChangeStreams,
};
