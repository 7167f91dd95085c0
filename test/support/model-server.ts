// The server's contract in its simplest honest form: what any correct server would answer to a sync call.
import type { SyncReply, SyncRequest } from '#api/sync.ts';

export interface ModelServer {
  readonly handle: (request: SyncRequest) => SyncReply;
  /** Something the server wants the device to know. */
  readonly announce: (unit: string) => void;
  readonly decisions: ReadonlyMap<string, number>;
  readonly announced: readonly string[];
  /** Comes back from an older state under a new epoch; `keep` of its records survive. */
  readonly restore: (keep: number) => void;
}

const PAGE = 3;

/** `serverEpoch` counts restores; a decision is counted each time it takes effect, which must be once. */
export function createModelServer(): ModelServer {
  const decisions = new Map<string, number>();
  const places = new Map<string, string>();
  const announced: string[] = [];
  let epoch = 1;

  function decide(request: SyncRequest, id: string, seq: number): 'accepted' | 'fork' {
    if (decisions.has(id)) return 'accepted';
    const place = `${request.epoch}/${seq}`;
    if (places.has(place)) return 'fork';
    places.set(place, id);
    decisions.set(id, (decisions.get(id) ?? 0) + 1);
    return 'accepted';
  }

  return {
    decisions,
    announced,
    announce: (unit) => announced.push(unit),
    restore: (keep) => {
      epoch += 1;
      for (const id of [...decisions.keys()].slice(keep)) decisions.delete(id);
      for (const [place, id] of places) if (!decisions.has(id)) places.delete(place);
    },
    handle: (request) => {
      const serverEpoch = epoch.toString(16).padStart(16, '0');
      const sameStream = request.serverEpoch === undefined || request.serverEpoch === serverEpoch;
      const from = sameStream ? request.cursor : 0;
      const page = announced.slice(from, from + PAGE);
      return {
        v: 1,
        serverEpoch,
        now: 1_000_000,
        results: request.records.map(({ id, seq }) => ({ id, status: decide(request, id, seq) })),
        changes: page.map((unit, index) => ({
          seq: from + index + 1,
          change: { kind: 'balance', programme: 'p', unit, qty: 1 },
        })),
        cursor: from + page.length,
        more: from + page.length < announced.length,
      };
    },
  };
}
