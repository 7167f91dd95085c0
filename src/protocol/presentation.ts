import type { Bytes } from '#base/bytes.ts';
import type { MessageSchema } from './claims.ts';
import { bytesOf, bytesWithin, seconds, uint } from './fields.ts';
import { MESSAGE_TYPE, type Presentation } from './messages.ts';
import { makeBare } from './open-message.ts';
import { claim, label, optionalClaim } from './schema.ts';
import type { Signer } from './signer.ts';

export const PRESENTATION: MessageSchema<Presentation> = {
  type: MESSAGE_TYPE.presentation,
  fields: {
    merchantId: claim(3, bytesOf(8)),
    issuedAtS: claim(6, seconds),
    nonce: optionalClaim(10, bytesOf(8)),
    counter: label(1, uint()),
    voucher: label(2, bytesWithin(1, 600)),
    useNumber: label(3, uint(1000)),
  },
  holds: (presentation) => presentation.useNumber > 0,
};

/** Wallet side, with the key that the voucher names; it needs no kid, because the voucher holds the whole key. */
export function makePresentation(presentation: Presentation, signer: Signer): Promise<Bytes> {
  return makeBare(PRESENTATION, presentation, signer);
}
