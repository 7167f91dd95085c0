import type { Bytes } from '#base/bytes.ts';
import type { MessageSchema } from './claims.ts';
import { bytesOf, seconds, uint } from './fields.ts';
import { MESSAGE_TYPE } from './messages.ts';
import { makeCertified } from './open-message.ts';
import type { PayReceipt, VoidReceipt } from './pay-messages.ts';
import { claim, label } from './schema.ts';
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

export const VOID_RECEIPT: MessageSchema<VoidReceipt> = {
  type: MESSAGE_TYPE.voidReceipt,
  certified: true,
  fields: {
    issuedAtS: claim(6, seconds),
    sequence: label(1, uint()),
    voidedId: label(2, bytesOf(16)),
    points: label(3, uint()),
    previous: label(7, bytesOf(8)),
  },
  holds: ({ sequence }) => sequence > 0,
};

/** Terminal side. The signer's certificate must carry the permission `pay`. */
export function makePayReceipt(receipt: PayReceipt, signer: CertifiedSigner): Promise<Bytes> {
  return makeCertified(PAY_RECEIPT, receipt, signer);
}

/** Terminal side. The signer's certificate must carry the permission `void`. */
export function makeVoidReceipt(receipt: VoidReceipt, signer: CertifiedSigner): Promise<Bytes> {
  return makeCertified(VOID_RECEIPT, receipt, signer);
}
