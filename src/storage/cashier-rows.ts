// What the rows of the till look like.
import type { AddedTillRow } from './cashier-added-store.ts';
import type { TillReceiptRow } from './cashier-receipt-store.ts';
import type { RelayRow } from './cashier-relay-store.ts';
import type { OpenNonceRow, SeenDeviceRow, VoucherUseRow } from './cashier-replay-store.ts';
import type { ShiftRow } from './cashier-shift-store.ts';
import type { Joining, ReceiptChain, TillIdentity, TillValues } from './cashier-till-store.ts';
import {
  bytesOf,
  count,
  fields,
  hex,
  listOf,
  maybe,
  ms,
  oneOf,
  type RowShapes,
  type Shape,
  signed,
  text,
  whole,
} from './row-shape.ts';
import { KEY_BYTES, SHARED_ROWS, values } from './shared-rows.ts';

const TILL: { readonly [N in keyof TillValues]: Shape } = {
  identity: fields<TillIdentity>({ merchantId: hex(8), tillNumber: count, tillName: text }),
  joining: fields<Joining>({
    request: signed,
    key: bytesOf(KEY_BYTES),
    tillName: text,
    atMs: ms,
    certificate: maybe(signed),
  }),
  chain: fields<ReceiptChain>({ sequence: count, previous: bytesOf(8) }),
  notAdmitted: text,
  day: fields<TillValues['day']>({ number: count, valueMinor: whole, points: maybe(whole) }),
  sales: fields<TillValues['sales']>({ number: count, receipts: count, salesMinor: whole }),
  requests: count,
  replayRevision: count,
};

export const CASHIER_ROWS = {
  ...SHARED_ROWS,
  till: values<TillValues>(TILL),
  receipts: fields<TillReceiptRow>({
    id: text,
    sequence: count,
    kind: oneOf('earn', 'redeem', 'undo', 'pay', 'void_pay'),
    answers: text,
    eventId: text,
    atMs: ms,
    totalMinor: whole,
    discountMinor: maybe(whole),
    points: maybe(whole),
    memberName: maybe(text),
    voucherTitle: maybe(text),
    undoes: maybe(text),
    undoneLines: maybe(
      listOf(fields<{ index: unknown; amountMinor: unknown }>({ index: count, amountMinor: whole })),
    ),
    reason: maybe(text),
    note: maybe(text),
    bytes: signed,
  }),
  seenDevices: fields<SeenDeviceRow>({
    thumbprint: text,
    seenAtMs: ms,
    maxCounter: count,
    lastMessageId: text,
    spent: maybe(fields<NonNullable<SeenDeviceRow['spent']>>({ epoch: count, cumulative: count })),
    stretch: maybe(
      fields<NonNullable<SeenDeviceRow['stretch']>>({ sinceMs: ms, points: whole, redemptions: count }),
    ),
  }),
  voucherUses: fields<VoucherUseRow>({
    voucherId: text,
    useNumber: count,
    presentationId: text,
    usedAtMs: ms,
  }),
  openNonces: fields<OpenNonceRow>({
    nonce: text,
    session: text,
    shownAtMs: ms,
    shownAtMonotonicMs: ms,
    request: maybe(fields<NonNullable<OpenNonceRow['request']>>({ id: text, points: whole })),
    usedBy: maybe(text),
  }),
  shifts: fields<ShiftRow>({
    number: count,
    cashier: maybe(text),
    openedAtMs: ms,
    fromSequence: count,
    closedAtMs: maybe(ms),
    toSequence: maybe(whole),
  }),
  relayed: fields<RelayRow>({
    id: text,
    device: hex(32),
    epoch: count,
    sequence: count,
    cose: signed,
    tillName: text,
    state: oneOf(0, 1),
    status: maybe(oneOf('accepted', 'rejected', 'conflict', 'fork')),
    code: maybe(text),
    decidedAtMs: maybe(ms),
  }),
  addedTills: fields<AddedTillRow>({
    serial: count,
    slot: count,
    requestId: text,
    tillName: text,
    certificate: signed,
    digits: text,
    atMs: ms,
    untilMs: ms,
    state: oneOf('shown', 'confirmed', 'refused', 'told'),
  }),
} satisfies RowShapes;
