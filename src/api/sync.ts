// POST /api/v1/sync: push sealed records, pull changes, in one signed call. Rules: README.md, "A round of sync".
import * as v from 'valibot';
import { MAX_CHANGES, MAX_RECORD_BYTES, MAX_RECORDS, MAX_SNAPSHOT_CHANGES } from './limits.ts';
import {
  base64Bytes,
  count,
  deviceName,
  epochMs,
  hexBytes,
  publicKey,
  recordId,
  refusalKind,
} from './shapes.ts';

export const pushedRecord = v.strictObject({
  id: recordId,
  seq: count,
  /** The sealed record: COSE_Sign1 bytes of type 32. */
  cose: base64Bytes(MAX_RECORD_BYTES),
});

/** Records that another till of the pusher's merchant has sealed and cannot send itself. */
export const relayedRecords = v.strictObject({
  /** Hex thumbprint of the key that sealed them. */
  device: hexBytes(32),
  /** As `epoch` of the request would be, had that till sent them. */
  epoch: count,
  records: v.pipe(v.array(pushedRecord), v.maxLength(MAX_RECORDS)),
});

export const syncRequest = v.strictObject({
  v: v.literal(1),
  /** Random 32-bit number of this storage's life; a new one after install, restore or a `fork` answer. */
  epoch: count,
  /** The server epoch that the cursor belongs to; absent on the first call. */
  serverEpoch: v.optional(hexBytes(8)),
  cursor: count,
  /** While a snapshot is being fetched: the last place of it that is stored. */
  snapshotAt: v.optional(count),
  records: v.pipe(v.array(pushedRecord), v.maxLength(MAX_RECORDS)),
  /** Decided after the caller's own records, in the same reply. */
  relay: v.optional(relayedRecords),
});

/** Only `retry` and `fork` keep a record in the outbox; everything else is final for its id. */
export const recordResult = v.object({
  id: recordId,
  status: v.picklist(['accepted', 'rejected', 'conflict', 'fork', 'retry']),
  code: v.optional(refusalKind),
});

export const change = v.variant('kind', [
  /** A receipt of this member, whoever brought it; `status` is the server's decision on it. */
  v.object({
    kind: v.literal('receipt'),
    cose: base64Bytes(MAX_RECORD_BYTES),
    /** For a redemption receipt: the presentation it answers. */
    presentation: v.optional(base64Bytes(MAX_RECORD_BYTES)),
    status: v.picklist(['accepted', 'rejected', 'conflict']),
    code: v.optional(refusalKind),
  }),
  /** A payment of this member with points, whoever brought it: pay request, payment, pay receipt. */
  v.object({
    kind: v.literal('payment'),
    parts: v.pipe(v.array(base64Bytes(MAX_RECORD_BYTES)), v.length(3)),
    /** The void that took it back. */
    reversal: v.optional(base64Bytes(MAX_RECORD_BYTES)),
    status: v.picklist(['accepted', 'rejected', 'conflict']),
    code: v.optional(refusalKind),
  }),
  /** What the member said by one of their own devices: a sealed record that carries no receipt. */
  v.object({
    kind: v.literal('record'),
    cose: base64Bytes(MAX_RECORD_BYTES),
    /** Of the device that sealed it. */
    key: publicKey,
    status: v.picklist(['accepted', 'rejected', 'conflict']),
    code: v.optional(refusalKind),
  }),
  /** Something happened to the member's account that every one of their devices should show. */
  v.object({
    kind: v.literal('notice'),
    /** UUIDv7. */
    id: recordId,
    notice: v.picklist(['recovered', 'recovery_code_set']),
    /** By the server's clock. */
    at: epochMs,
    /** Thumbprint of the device that did it, hex. */
    device: hexBytes(32),
    /** Devices that were shut out by it. */
    revoked: v.optional(count),
  }),
  /** The passkey that may bring the member back was set, or taken away. */
  v.object({
    kind: v.literal('recovery_passkey'),
    /** UUIDv7. */
    id: recordId,
    act: v.picklist(['set', 'removed']),
    /** By the server's clock. */
    at: epochMs,
    /** Thumbprint of the device that did it, hex. */
    device: hexBytes(32),
  }),
  /** A device of the member that came or was shut out: told to all of them, the one that did it included. */
  v.object({
    kind: v.literal('device'),
    /** UUIDv7. */
    id: recordId,
    act: v.picklist(['linked', 'revoked']),
    at: epochMs,
    /** Thumbprints, hex: which device it is about, and which one said so. */
    device: hexBytes(32),
    by: hexBytes(32),
    name: deviceName,
    /** The signature of the statement (`protocol/device-link.ts`). */
    proof: base64Bytes(64),
  }),
  /** The operator has shut out a device of the member: told to all of them. */
  v.object({
    kind: v.literal('device_revoked'),
    /** UUIDv7. */
    id: recordId,
    at: epochMs,
    /** Thumbprint, hex. */
    device: hexBytes(32),
    name: deviceName,
  }),
  /** Which of the member's devices may show a voucher; the others put their own form of it away. */
  v.object({
    kind: v.literal('voucher_place'),
    /** Voucher id. */
    voucher: hexBytes(12),
    /** `instanceKey` of the credential. */
    instance: v.pipe(v.string(), v.maxLength(64)),
    /** Thumbprint, hex. */
    device: hexBytes(32),
  }),
  /** A voucher credential for this device's key. */
  v.object({
    kind: v.literal('voucher'),
    cose: base64Bytes(MAX_RECORD_BYTES),
  }),
  /** A fresh device or terminal certificate. */
  v.object({ kind: v.literal('certificate'), cose: base64Bytes(MAX_RECORD_BYTES) }),
  /** The server's balance after its last fold: what the wallet's own fold must agree with. */
  v.object({
    kind: v.literal('balance'),
    programme: v.string(),
    unit: v.string(),
    qty: v.pipe(v.number(), v.safeInteger()),
  }),
]);

const KINDS: ReadonlySet<string> = new Set(change.options.map(({ entries }) => entries.kind.literal));

/**
 * A change of a kind that a later version has: the reader goes on behind it and remembers what it was, so that the build that
 * knows the kind can come back for it. A known kind that does not fit is no such thing: then the answer is wrong.
 */
const laterChange = v.pipe(
  v.object({
    kind: v.pipe(
      v.string(),
      v.maxLength(64),
      v.check((kind) => !KINDS.has(kind), 'a kind of a later version'),
    ),
  }),
  v.transform(({ kind }) => ({ later: kind })),
);

/** Whether the server can read it: it refuses a whole push because of one that it cannot. */
export function isPushable(record: unknown): boolean {
  return v.is(pushedRecord, record);
}

export function isKnownKind(kind: string): boolean {
  return KINDS.has(kind);
}

export const syncReply = v.object({
  v: v.literal(1),
  serverEpoch: hexBytes(8),
  now: epochMs,
  results: v.pipe(v.array(recordResult), v.maxLength(2 * MAX_RECORDS)),
  changes: v.pipe(
    v.array(v.object({ seq: count, change: v.union([change, laterChange]) })),
    v.maxLength(MAX_CHANGES),
  ),
  cursor: count,
  more: v.boolean(),
  /**
   * To a wallet whose place is no longer in its stream: everything, page by page, in place of `changes`. `at` and `total` count
   * what the pages bring; with the last one (`done`) the cursor moves to where the stream goes on.
   */
  snapshot: v.optional(
    v.object({
      changes: v.pipe(v.array(v.union([change, laterChange])), v.maxLength(MAX_SNAPSHOT_CHANGES)),
      at: count,
      total: count,
      done: v.boolean(),
    }),
  ),
  /** Seconds to wait before the next call, when the server asks for patience. */
  retryAfterS: v.optional(count),
});

export type PushedRecord = v.InferOutput<typeof pushedRecord>;
export type SyncRequest = v.InferOutput<typeof syncRequest>;
export type RecordResult = v.InferOutput<typeof recordResult>;
export type SyncChange = v.InferOutput<typeof change>;
export type SyncReply = v.InferOutput<typeof syncReply>;
