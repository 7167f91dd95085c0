import type { Table } from 'dexie';
import type { Bytes } from '#base/bytes.ts';

/** Who this till is; fixed by pairing. */
export interface TillIdentity {
  /** Hex. */
  readonly merchantId: string;
  readonly tillNumber: number;
  readonly tillName: string;
}

/** Where the chain of this till's receipts stands: the next one is `sequence + 1` and follows `previous`. */
export interface ReceiptChain {
  /** 0 before the first receipt. */
  readonly sequence: number;
  /** First 8 bytes of the last receipt's message id; zeros before the first. */
  readonly previous: Bytes;
}

/** This device asks a till of a shop to add it, and what that till has answered. */
export interface Joining {
  /** The request as it was shown. */
  readonly request: Bytes;
  readonly key: Bytes;
  readonly tillName: string;
  readonly atMs: number;
  /** Checked, but not yet compared. */
  readonly certificate?: Bytes;
}

export interface TillValues {
  readonly identity: TillIdentity;
  readonly joining: Joining;
  readonly chain: ReceiptChain;
  /** Why the server did not take in this till, which another till has added; the kind of a refusal. */
  readonly notAdmitted: string;
  /** Value given away on one day (days since 1970, UTC), as the protocol counts it. */
  readonly day: { readonly number: number; readonly valueMinor: number; readonly points?: number };
  /** What was sold on one day, as the protocol counts it; what was taken back stays in it. */
  readonly sales: { readonly number: number; readonly receipts: number; readonly salesMinor: number };
  /** The last number of a challenge or pay request; receipts have a count of their own, without gaps. */
  readonly requests: number;
  /** Counts the writes to the memory against replay, so that a copy of it knows when it is old. */
  readonly replayRevision: number;
}

export type TillRow = {
  readonly [N in keyof TillValues]: { readonly name: N; readonly value: TillValues[N] };
}[keyof TillValues];

/** Single values of the till. Each call joins the transaction around it. */
export interface TillStore {
  readonly get: <N extends keyof TillValues>(name: N) => Promise<TillValues[N] | undefined>;
  readonly put: <N extends keyof TillValues>(name: N, value: TillValues[N]) => Promise<void>;
  readonly remove: (name: keyof TillValues) => Promise<void>;
}

export interface TillTable {
  readonly till: Table<TillRow, string>;
}

export function createTillStore(db: TillTable): TillStore {
  return {
    get: async <N extends keyof TillValues>(name: N) => {
      const row = await db.till.get(name);
      return row?.value as TillValues[N] | undefined;
    },
    put: async (name, value) => {
      await db.till.put({ name, value } as TillRow);
    },
    remove: async (name) => {
      await db.till.delete(name);
    },
  };
}
