// POST /api/v1/sync: push sealed records, pull changes, in one signed call. Rule: design of sync, section 2.3.
import * as v from 'valibot';
import { MAX_CHANGES, MAX_RECORD_BYTES, MAX_RECORDS } from './limits.ts';
import { base64Bytes, count, epochMs, hexBytes, recordId, refusalKind } from './shapes.ts';

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
  records: v.pipe(v.array(pushedRecord), v.maxLength(MAX_RECORDS)),
  /** Decided after the caller's own records, in the same reply. */
  relay: v.optional(relayedRecords),
});

/** Only `retry` and `fork` keep a record in the outbox; everything else is final for its id. */
export const recordResult = v.strictObject({
  id: recordId,
  status: v.picklist(['accepted', 'rejected', 'conflict', 'fork', 'retry']),
  code: v.optional(refusalKind),
});

export const change = v.variant('kind', [
  /** A receipt of this member, whoever brought it; `status` is the server's decision on it. */
  v.strictObject({
    kind: v.literal('receipt'),
    cose: base64Bytes(MAX_RECORD_BYTES),
    /** For a redemption receipt: the presentation it answers. */
    presentation: v.optional(base64Bytes(MAX_RECORD_BYTES)),
    status: v.picklist(['accepted', 'rejected', 'conflict']),
    code: v.optional(refusalKind),
  }),
  /** A payment of this member with points, whoever brought it: pay request, payment, pay receipt. */
  v.strictObject({
    kind: v.literal('payment'),
    parts: v.pipe(v.array(base64Bytes(MAX_RECORD_BYTES)), v.length(3)),
    /** The void that took it back. */
    reversal: v.optional(base64Bytes(MAX_RECORD_BYTES)),
    status: v.picklist(['accepted', 'rejected', 'conflict']),
    code: v.optional(refusalKind),
  }),
  /** A voucher credential for this device's key. */
  v.strictObject({
    kind: v.literal('voucher'),
    cose: base64Bytes(MAX_RECORD_BYTES),
  }),
  /** A fresh device or terminal certificate. */
  v.strictObject({ kind: v.literal('certificate'), cose: base64Bytes(MAX_RECORD_BYTES) }),
  /** The server's balance after its last fold: what the wallet's own fold must agree with. */
  v.strictObject({
    kind: v.literal('balance'),
    programme: v.string(),
    unit: v.string(),
    qty: v.pipe(v.number(), v.safeInteger()),
  }),
]);

export const syncReply = v.strictObject({
  v: v.literal(1),
  serverEpoch: hexBytes(8),
  now: epochMs,
  results: v.pipe(v.array(recordResult), v.maxLength(2 * MAX_RECORDS)),
  changes: v.pipe(v.array(v.strictObject({ seq: count, change })), v.maxLength(MAX_CHANGES)),
  cursor: count,
  more: v.boolean(),
  /** Seconds to wait before the next call, when the server asks for patience. */
  retryAfterS: v.optional(count),
});

export type PushedRecord = v.InferOutput<typeof pushedRecord>;
export type SyncRequest = v.InferOutput<typeof syncRequest>;
export type RecordResult = v.InferOutput<typeof recordResult>;
export type SyncChange = v.InferOutput<typeof change>;
export type SyncReply = v.InferOutput<typeof syncReply>;
