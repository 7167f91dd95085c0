import type { Bytes } from '#base/bytes.ts';
import type { MessageSchema } from './claims.ts';
import { facts } from './facts.ts';
import { bytesOf, minorUnits, seconds, uint } from './fields.ts';
import { MESSAGE_TYPE, type RedemptionReceipt } from './messages.ts';
import { makeCertified } from './open-message.ts';
import { claim, label, optionalLabel } from './schema.ts';
import type { CertifiedSigner } from './signer.ts';

// Labels 3 and 4 are left free: the voucher follows from the presentation, and only acceptance has a receipt.
export const REDEMPTION_RECEIPT: MessageSchema<RedemptionReceipt> = {
  type: MESSAGE_TYPE.redemptionReceipt,
  fields: {
    issuedAtS: claim(6, seconds),
    sequence: label(1, uint()),
    presentationId: label(2, bytesOf(16)),
    discountMinor: label(5, minorUnits),
    usesLeft: label(6, uint(1000)),
    previous: label(7, bytesOf(8)),
    facts: optionalLabel(8, facts),
    totalMinor: optionalLabel(9, minorUnits),
  },
  holds: (receipt) => (receipt.facts === undefined) === (receipt.totalMinor === undefined),
};

/** Terminal side. The signer's certificate must carry the permission `redeem`, and `earn` too when facts are in it. */
export function makeRedemptionReceipt(receipt: RedemptionReceipt, signer: CertifiedSigner): Promise<Bytes> {
  return makeCertified(REDEMPTION_RECEIPT, receipt, signer);
}
