import type { Bytes } from '#base/bytes.ts';
import type { MessageSchema } from './claims.ts';
import { bytesOf, seconds, uint } from './fields.ts';
import { MESSAGE_TYPE } from './messages.ts';
import { makeCertified } from './open-message.ts';
import type { Payment } from './pay-messages.ts';
import { claim, label } from './schema.ts';
import type { CertifiedSigner } from './signer.ts';

export const PAYMENT: MessageSchema<Payment> = {
  type: MESSAGE_TYPE.payment,
  certified: true,
  fields: {
    issuedAtS: claim(6, seconds),
    counter: label(1, uint()),
    points: label(2, uint()),
    cumulative: label(3, uint()),
    requestId: label(4, bytesOf(16)),
    previous: label(5, bytesOf(8)),
  },
  holds: ({ points, cumulative }) => points > 0 && cumulative >= points,
};

/**
 * Wallet side. Counter and cumulative must have been stored before the code is shown, and the same request is answered
 * with the same bytes again, never with a second signature.
 */
export function makePayment(payment: Payment, signer: CertifiedSigner): Promise<Bytes> {
  return makeCertified(PAYMENT, payment, signer);
}
