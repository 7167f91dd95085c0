import type { Bytes } from '#base/bytes.ts';
import type { MessageSchema } from './claims.ts';
import { facts } from './facts.ts';
import { bytesOf, listOf, minorUnits, seconds, text, uint } from './fields.ts';
import { type EarnReceipt, type FlatGrant, MESSAGE_TYPE } from './messages.ts';
import { makeCertified } from './open-message.ts';
import { claim, label, optionalClaim, optionalLabel, rowOf } from './schema.ts';
import type { CertifiedSigner } from './signer.ts';

const flatGrant = rowOf<FlatGrant>({ unitNumber: label(0, uint()), quantity: label(1, uint()) });

export const EARN_RECEIPT: MessageSchema<EarnReceipt> = {
  type: MESSAGE_TYPE.earnReceipt,
  certified: true,
  fields: {
    memberId: optionalClaim(2, bytesOf(8)),
    expiresAtS: optionalClaim(4, seconds),
    issuedAtS: claim(6, seconds),
    sequence: label(1, uint()),
    facts: label(2, facts),
    totalMinor: label(3, minorUnits),
    tillReference: label(4, text(12)),
    previous: label(5, bytesOf(8)),
    campaigns: optionalLabel(6, listOf(text(32), 1, 4)),
    flatGrant: optionalLabel(7, flatGrant),
  },
  holds: (receipt) =>
    receipt.sequence > 0 && (receipt.memberId === undefined) !== (receipt.expiresAtS === undefined),
};

/** Terminal side. The signer's certificate must carry the permission `earn`. */
export function makeEarnReceipt(receipt: EarnReceipt, signer: CertifiedSigner): Promise<Bytes> {
  return makeCertified(EARN_RECEIPT, receipt, signer);
}
