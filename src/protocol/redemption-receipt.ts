import type { Bytes } from '#base/bytes.ts';
import type { MessageSchema } from './claims.ts';
import { facts } from './facts.ts';
import { bytesOf, minorUnits, oneOf, seconds, uint } from './fields.ts';
import { MESSAGE_TYPE, REDEMPTION_RESULTS, type RedemptionReceipt } from './messages.ts';
import { makeCertified } from './open-message.ts';
import { claim, label, optionalLabel } from './schema.ts';
import type { CertifiedSigner } from './signer.ts';

// Label 3 is left free: the voucher follows from the presentation.
export const REDEMPTION_RECEIPT: MessageSchema<RedemptionReceipt> = {
  type: MESSAGE_TYPE.redemptionReceipt,
  certified: true,
  fields: {
    issuedAtS: claim(6, seconds),
    sequence: label(1, uint()),
    presentationId: label(2, bytesOf(16)),
    result: label(4, oneOf(REDEMPTION_RESULTS)),
    discountMinor: label(5, minorUnits),
    usesLeft: label(6, uint(1000)),
    previous: label(7, bytesOf(8)),
    facts: optionalLabel(8, facts),
    totalMinor: optionalLabel(9, minorUnits),
  },
  holds: (receipt) =>
    (receipt.facts === undefined) === (receipt.totalMinor === undefined) &&
    (receipt.result === 'accepted' ? receipt.sequence > 0 : claimsNothing(receipt)),
};

function claimsNothing({ sequence, discountMinor, facts: purchase, previous }: RedemptionReceipt): boolean {
  return (
    sequence === 0 && discountMinor === 0 && purchase === undefined && previous.every((byte) => byte === 0)
  );
}

/** Terminal side. The signer's certificate must carry the permission `redeem`, and `earn` too when facts are in it. */
export function makeRedemptionReceipt(receipt: RedemptionReceipt, signer: CertifiedSigner): Promise<Bytes> {
  return makeCertified(REDEMPTION_RECEIPT, receipt, signer);
}
