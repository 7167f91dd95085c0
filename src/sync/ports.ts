// What the syncer needs from the world. `storage` keeps, `worker` carries; here are only the rules.
import type { PushedRecord, RecordResult, SyncChange, SyncReply, SyncRequest } from '#api/sync.ts';
import type { Result } from '#base/result.ts';

/** One signed HTTP exchange. It never throws: whatever goes wrong has a name. */
export interface Transport {
  readonly exchange: (request: SyncRequest) => Promise<Result<SyncReply, TransportRefusal>>;
}

export type TransportRefusal =
  /** No answer at all: no network, no server, or the line was cut on purpose. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'timeout' }
  /** 413: fewer records per call. */
  | { readonly kind: 'too_large' }
  /** 429 and 5xx. */
  | { readonly kind: 'server_busy'; readonly retryAfterS?: number }
  /** An answer that is not what the contract says, e.g. the login page of a café's network. */
  | { readonly kind: 'garbled' }
  /** 4xx with the contract's refusal body. */
  | { readonly kind: 'refused'; readonly status: number; readonly code: string };

export interface OutboxBatch {
  /** All records of a batch share it; with no record, the epoch of the journal. */
  readonly epoch: number;
  readonly records: readonly PushedRecord[];
}

/** Sealed records that wait for their decision, oldest first. */
export interface Outbox {
  /** Without those named, which the server has put off. */
  readonly batch: (limit: number, without?: ReadonlySet<string>) => Promise<OutboxBatch>;
  /** The server cannot read it: kept and told of elsewhere, never sent again. */
  readonly setAside: (id: string) => Promise<void>;
}

export interface Position {
  /** Absent until the first answer. */
  readonly serverEpoch?: string;
  readonly cursor: number;
  /** A snapshot is being fetched: how much of it is stored, and how much there is. */
  readonly snapshot?: { readonly at: number; readonly total: number };
}

export interface Cursor {
  readonly read: () => Promise<Position>;
}

/** What one answer means for the device; `settle` derives it, `ReplyStore` keeps it. */
export interface Settlement {
  /** Final decisions on records of the request. */
  readonly decided: readonly RecordResult[];
  /** Ids whose place (epoch, sequence) the server knows under another id: seal them again in a new epoch. */
  readonly forked: readonly string[];
  /** Ids that the server cannot decide yet: they stay, and come again another time. */
  readonly putOff: readonly string[];
  readonly changes: readonly { readonly seq: number; readonly change: SyncChange }[];
  /** Changes of kinds that this version does not know, as they were numbered. */
  readonly later: readonly { readonly seq: number; readonly kind: string }[];
  readonly position: Position;
  /** How much of a snapshot was stored when this answer was asked for; absent when none was being fetched. */
  readonly snapshotAt?: number;
  /** The server came back from an older state: what it once acknowledged must be sent again. */
  readonly serverRestored: boolean;
  readonly serverNowMs: number;
}

/** Keeps all of a settlement in one strict transaction, or nothing of it. */
export interface ReplyStore {
  readonly apply: (settlement: Settlement) => Promise<Result<null, { readonly kind: string }>>;
}
