// What the rows of the wallet look like.
import type { AddedProgrammeRow } from './added-programme-store.ts';
import type { DivergenceRow, ServerBalanceRow } from './balance-store.ts';
import type { FoldRow, GlanceRow } from './fold-store.ts';
import type { HeardRow } from './heard-store.ts';
import type { HiddenProgrammeRow } from './hidden-programme-store.ts';
import type { NoticeRow, ReadMarkRow } from './inbox-store.ts';
import type { MembershipRow } from './membership-store.ts';
import type { PaymentContent, PaymentReceipt, PaymentRow } from './payment-store.ts';
import type {
  ReceiptContent,
  ReceiptPurchase,
  ReceiptRedemption,
  ReceiptRow,
  ReceiptUndo,
} from './receipt-store.ts';
import {
  byName,
  bytesOf,
  count,
  fields,
  hex,
  listOf,
  mapOf,
  maybe,
  ms,
  object,
  oneOf,
  type RowShapes,
  seconds,
  type Shape,
  signed,
  text,
  whole,
} from './row-shape.ts';
import { currency, decision, SHARED_ROWS } from './shared-rows.ts';
import type { StatementRow } from './statement-store.ts';
import type { VisitRow } from './visit-store.ts';
import type { VoucherPlaceRow } from './voucher-place-store.ts';
import type { PresentationRow, VoucherContent, VoucherRow } from './voucher-store.ts';

const receiptContent = fields<ReceiptContent>({
  receiptKey: text,
  issuedAtS: seconds,
  merchantSlug: text,
  merchantName: text,
  currency,
  purchase: maybe(
    fields<ReceiptPurchase>({
      lines: listOf(
        fields<ReceiptPurchase['lines'][number]>({ amountMinor: whole, category: text, store: maybe(text) }),
      ),
      payWith: maybe(text),
      totalMinor: whole,
    }),
  ),
  tillReference: maybe(text),
  redemption: maybe(
    fields<ReceiptRedemption>({
      voucherId: text,
      presentationId: text,
      discountMinor: whole,
      usesLeft: whole,
      programmeVoucher: maybe(text),
      instanceKey: maybe(text),
    }),
  ),
  undo: maybe(
    fields<ReceiptUndo>({
      receiptId: text,
      reason: maybe(text),
      note: maybe(text),
      lines: maybe(
        listOf(fields<{ index: unknown; amountMinor: unknown }>({ index: count, amountMinor: whole })),
      ),
    }),
  ),
});

const voucherContent = fields<VoucherContent>({
  merchantId: hex(8),
  kind: oneOf('fixed', 'percent'),
  value: whole,
  minSpendMinor: maybe(whole),
  capMinor: maybe(whole),
  title: text,
  notBeforeS: maybe(seconds),
  expiresAtS: seconds,
  maxUses: count,
  offlinePolicy: oneOf(0, 1, 2, 3),
  homeTills: maybe(listOf(count)),
  instanceKey: maybe(text),
  programmeVoucher: maybe(text),
});

const paymentContent = fields<PaymentContent>({
  merchantId: text,
  merchantSlug: text,
  merchantName: text,
  currency,
  amountMinor: whole,
  points: whole,
  programmeId: text,
  unit: text,
  scale: count,
  issuedAtS: seconds,
  counter: count,
  epoch: count,
  cumulative: count,
  previous: bytesOf(8),
});

const scalar: Shape = (value) => ['string', 'number', 'boolean'].includes(typeof value);
type Said<K extends StatementRow['said']['kind']> = Omit<
  Extract<StatementRow['said'], { readonly kind: K }>,
  'kind'
>;
const said: Record<StatementRow['said']['kind'], Shape> = {
  claim: fields<Said<'claim'>>({ rewardId: text }),
  report: fields<Said<'report'>>({
    report: fields<Said<'report'>['report']>({
      action: text,
      quantityField: maybe(text),
      attributes: mapOf(scalar),
    }),
    quantity: whole,
  }),
  profile: fields<Said<'profile'>>({ attribute: text, value: text }),
};
/** A kind that is not here would be no event. */
const isSaid: Shape = (value) =>
  object(value) && Object.hasOwn(said, (value as StatementRow['said']).kind) && byName('kind', said)(value);

/** Whoever reads it looks at what it says: the schema of a change is the contract's. */
const change = fields<{ kind: unknown }>({ kind: text });

export const WALLET_ROWS = {
  ...SHARED_ROWS,
  receipts: fields<ReceiptRow>({
    id: text,
    cose: signed,
    addedAtMs: ms,
    content: maybe(receiptContent),
    waitsFor: maybe(text),
    recordId: maybe(text),
    decision: maybe(decision),
  }),
  vouchers: fields<VoucherRow>({
    id: text,
    cose: signed,
    content: voucherContent,
    state: oneOf('live', 'presented', 'used', 'moved'),
    movedTo: maybe(text),
    moving: maybe(oneOf(true)),
    putAway: maybe(oneOf(true)),
    uses: count,
    usedAtMs: maybe(ms),
    usedAt: maybe(text),
  }),
  presentations: fields<PresentationRow>({ id: text, voucherId: text, cose: signed, madeAtMs: ms }),
  memberships: fields<MembershipRow>({ programmeId: text, recordId: text, joinedAtMs: ms }),
  serverBalances: fields<ServerBalanceRow>({ programmeId: text, unitId: text, qty: whole, toldAtMs: ms }),
  divergences: fields<DivergenceRow>({
    order: count,
    programmeId: text,
    unitId: text,
    qty: whole,
    toldAtMs: ms,
    ownQty: whole,
    seenAtMs: ms,
  }),
  addedProgrammes: fields<AddedProgrammeRow>({
    id: text,
    file: fields<Omit<AddedProgrammeRow['file'], 'tessera'>>({
      definition: object,
      presentation: maybe(object),
      merchants: maybe(listOf(text)),
      sales: maybe(mapOf(mapOf(text))),
      seal: maybe(text),
    }),
    addedAtMs: ms,
  }),
  heard: fields<HeardRow>({ id: text, change, atMs: ms, forgotten: maybe(oneOf(1)) }),
  hiddenProgrammes: fields<HiddenProgrammeRow>({ programmeId: text, hiddenAtMs: ms }),
  notices: fields<NoticeRow>({
    id: text,
    notice: oneOf(
      'recovered',
      'recovery_code_set',
      'recovery_passkey_set',
      'recovery_passkey_removed',
      'device_linked',
      'device_revoked',
      'device_revoked_by_operator',
      'erased',
    ),
    atMs: ms,
    device: maybe(text),
    revoked: count,
    about: maybe(fields<NonNullable<NoticeRow['about']>>({ name: text, device: text })),
  }),
  readMarks: fields<ReadMarkRow>({ id: text, readAtMs: ms }),
  // What is in a fold, whoever goes on from it looks at.
  folds: fields<FoldRow>({ programmeId: text, memberId: text, stored: object }),
  glances: fields<GlanceRow>({
    programmeId: text,
    memberId: text,
    asOfMs: ms,
    state: object,
    confirmed: mapOf(whole),
    liveVouchers: listOf(object),
  }),
  statements: fields<StatementRow>({
    recordId: text,
    intentId: text,
    programmeId: text,
    occurredAtMs: ms,
    said: isSaid,
  }),
  unread: fields<{ order: unknown; change: unknown; sinceMs: unknown }>({
    order: count,
    change,
    sinceMs: ms,
  }),
  payments: fields<PaymentRow>({
    requestId: text,
    id: text,
    request: signed,
    cose: signed,
    content: paymentContent,
    payer: maybe(text),
    madeAtMs: ms,
    receipt: maybe(fields<PaymentReceipt>({ id: text, cose: signed, issuedAtS: seconds })),
    voided: maybe(fields<NonNullable<PaymentRow['voided']>>({ id: text, cose: signed, issuedAtS: seconds })),
    recordId: maybe(text),
    voidRecordId: maybe(text),
    decision: maybe(decision),
  }),
  voucherPlaces: fields<VoucherPlaceRow>({ id: text, instanceKey: text, device: text }),
  visits: fields<VisitRow>({
    id: text,
    merchantSlug: text,
    merchantName: text,
    placeName: text,
    atS: seconds,
    recordId: text,
    decision: maybe(decision),
  }),
} satisfies RowShapes;
