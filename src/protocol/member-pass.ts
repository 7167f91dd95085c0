import type { Bytes } from '#base/bytes.ts';
import type { MessageSchema } from './claims.ts';
import { bytesOf, seconds, uint } from './fields.ts';
import { MESSAGE_TYPE, type MemberPass } from './messages.ts';
import { makeCertified } from './open-message.ts';
import { claim, label, optionalClaim } from './schema.ts';
import type { CertifiedSigner } from './signer.ts';

export const MEMBER_PASS: MessageSchema<MemberPass> = {
  type: MESSAGE_TYPE.memberPass,
  certified: true,
  fields: {
    issuedAtS: claim(6, seconds),
    nonce: optionalClaim(10, bytesOf(8)),
    counter: label(1, uint()),
  },
};

/** Wallet side. The counter must have been stored before the code is shown; it never goes back while the key lives. */
export function makePass(pass: MemberPass, signer: CertifiedSigner): Promise<Bytes> {
  return makeCertified(MEMBER_PASS, pass, signer);
}
