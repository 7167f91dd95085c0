import type { RecordResult, SyncReply, SyncRequest } from '#api/sync.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { Position, Settlement } from './ports.ts';

export interface GarbledReply {
  readonly kind: 'garbled';
  readonly what: 'cursor_went_back' | 'changes_out_of_order' | 'changes_beyond_cursor';
}

/**
 * What an answer means for the request it answers. A record is settled only by a final status under its own id:
 * an unknown id, `retry` and silence all keep it. Rules: src/api/README.md, "A round of sync".
 */
export function settle(request: SyncRequest, reply: SyncReply): Result<Settlement, GarbledReply> {
  const serverRestored = request.serverEpoch !== undefined && request.serverEpoch !== reply.serverEpoch;
  const disorder = serverRestored ? undefined : disorderOf(request.cursor, reply);
  if (disorder !== undefined) return err({ kind: 'garbled', what: disorder });
  const sent = new Set(request.records.map((record) => record.id));
  const results = reply.results.filter((result) => sent.delete(result.id));
  return ok({
    decided: results.filter(({ status }) => status !== 'retry' && status !== 'fork'),
    forked: idsOf(results, 'fork'),
    putOff: idsOf(results, 'retry'),
    // A cursor of another server epoch counts another stream: start over, every change may be applied twice.
    ...(serverRestored ? { changes: [], later: [] } : sortedOut(changesOf(reply))),
    position: positionAfter(reply, serverRestored),
    ...(request.snapshotAt === undefined ? {} : { snapshotAt: request.snapshotAt }),
    serverRestored,
    serverNowMs: reply.now,
  });
}

function idsOf(results: readonly RecordResult[], wanted: RecordResult['status']): readonly string[] {
  return results.filter(({ status }) => status === wanted).map(({ id }) => id);
}

function positionAfter({ serverEpoch, cursor, snapshot }: SyncReply, serverRestored: boolean): Position {
  if (serverRestored) return { serverEpoch, cursor: 0 };
  if (snapshot === undefined || snapshot.done) return { serverEpoch, cursor };
  return { serverEpoch, cursor, snapshot: { at: snapshot.at, total: snapshot.total } };
}

/** What a snapshot brings has no number; whoever must ask for it again begins with the first. */
function changesOf({ changes, snapshot }: SyncReply): SyncReply['changes'] {
  return snapshot === undefined ? changes : snapshot.changes.map((change) => ({ seq: 1, change }));
}

/** What this version reads, and what only a later one can. */
function sortedOut(changes: SyncReply['changes']): Pick<Settlement, 'changes' | 'later'> {
  const known: Settlement['changes'][number][] = [];
  const later: Settlement['later'][number][] = [];
  for (const { seq, change } of changes) {
    if ('later' in change) later.push({ seq, kind: change.later });
    else known.push({ seq, change });
  }
  return { changes: known, later };
}

function disorderOf(cursor: number, reply: SyncReply): GarbledReply['what'] | undefined {
  // A stream that is gone begins anew behind the snapshot that replaces it.
  if (reply.snapshot?.done === true) return undefined;
  if (reply.cursor < cursor) return 'cursor_went_back';
  let last = cursor;
  for (const { seq } of reply.changes) {
    if (seq <= last) return 'changes_out_of_order';
    last = seq;
  }
  return last > reply.cursor ? 'changes_beyond_cursor' : undefined;
}
