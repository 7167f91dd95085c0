import type { Bytes } from '#base/bytes.ts';
import type { MessageSchema } from './claims.ts';
import { MAX_FACT_LINES } from './facts.ts';
import { bytesOf, listOf, minorUnits, oneOf, seconds, text, uint } from './fields.ts';
import { MESSAGE_TYPE } from './messages.ts';
import { makeCertified } from './open-message.ts';
import {
  MAX_UNDO_NOTE,
  type PayReceipt,
  UNDO_REASONS,
  type UndoneLine,
  type VoidReceipt,
} from './pay-messages.ts';
import { claim, label, optionalLabel, rowOf } from './schema.ts';
import type { CertifiedSigner } from './signer.ts';

export const PAY_RECEIPT: MessageSchema<PayReceipt> = {
  type: MESSAGE_TYPE.payReceipt,
  certified: true,
  fields: {
    issuedAtS: claim(6, seconds),
    sequence: label(1, uint()),
    paymentId: label(2, bytesOf(16)),
    points: label(3, uint()),
    previous: label(7, bytesOf(8)),
  },
  holds: ({ sequence, points }) => sequence > 0 && points > 0,
};

const undoneLine = rowOf<UndoneLine>({
  index: label(0, uint(MAX_FACT_LINES - 1)),
  amountMinor: label(1, minorUnits),
});

export const VOID_RECEIPT: MessageSchema<VoidReceipt> = {
  type: MESSAGE_TYPE.voidReceipt,
  certified: true,
  fields: {
    issuedAtS: claim(6, seconds),
    sequence: label(1, uint()),
    voidedId: label(2, bytesOf(16)),
    points: label(3, uint()),
    reason: optionalLabel(4, oneOf(UNDO_REASONS)),
    note: optionalLabel(5, text(MAX_UNDO_NOTE)),
    lines: optionalLabel(6, listOf(undoneLine, 1, MAX_FACT_LINES)),
    previous: label(7, bytesOf(8)),
  },
  holds: ({ sequence, lines = [] }) =>
    sequence > 0 &&
    lines.every(
      ({ index, amountMinor }, at) => amountMinor > 0 && (at === 0 || index > lines[at - 1]!.index),
    ),
};

/** Terminal side. The signer's certificate must carry the permission `pay`. */
export function makePayReceipt(receipt: PayReceipt, signer: CertifiedSigner): Promise<Bytes> {
  return makeCertified(PAY_RECEIPT, receipt, signer);
}

/** Terminal side. The signer's certificate must carry the permission `void`. */
export function makeVoidReceipt(receipt: VoidReceipt, signer: CertifiedSigner): Promise<Bytes> {
  return makeCertified(VOID_RECEIPT, receipt, signer);
}
