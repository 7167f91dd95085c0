import type { SyncReply, SyncRequest } from '#api/sync.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { Settlement } from './ports.ts';

export interface GarbledReply {
  readonly kind: 'garbled';
  readonly what: 'cursor_went_back' | 'changes_out_of_order' | 'changes_beyond_cursor';
}

/**
 * What an answer means for the request it answers. A record is settled only by a final status under its own id:
 * an unknown id, `retry` and silence all keep it. Rules: sync design 2.2, 2.3 and 2.5.
 */
export function settle(request: SyncRequest, reply: SyncReply): Result<Settlement, GarbledReply> {
  const serverRestored = request.serverEpoch !== undefined && request.serverEpoch !== reply.serverEpoch;
  const disorder = serverRestored ? undefined : disorderOf(request.cursor, reply);
  if (disorder !== undefined) return err({ kind: 'garbled', what: disorder });
  const sent = new Set(request.records.map((record) => record.id));
  const results = reply.results.filter((result) => sent.delete(result.id));
  return ok({
    decided: results.filter(({ status }) => status !== 'retry' && status !== 'fork'),
    forked: results.filter(({ status }) => status === 'fork').map(({ id }) => id),
    // A cursor of another server epoch counts another stream: start over, every change may be applied twice.
    changes: serverRestored ? [] : reply.changes,
    position: { serverEpoch: reply.serverEpoch, cursor: serverRestored ? 0 : reply.cursor },
    serverRestored,
    serverNowMs: reply.now,
  });
}

function disorderOf(cursor: number, reply: SyncReply): GarbledReply['what'] | undefined {
  if (reply.cursor < cursor) return 'cursor_went_back';
  let last = cursor;
  for (const { seq } of reply.changes) {
    if (seq <= last) return 'changes_out_of_order';
    last = seq;
  }
  return last > reply.cursor ? 'changes_beyond_cursor' : undefined;
}
