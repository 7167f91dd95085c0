// What a passkey answers when it speaks for a member: a hash over the server's nonce and the one key that it speaks about, so
// that an answer that is carried off serves no other key and no other purpose.
import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import { digestOfText } from './digest.ts';
import type { MemberId, PublicKey } from './messages.ts';

export type PasskeyStatement =
  /** Asked of a passkey that is made on a device of the member. */
  | { readonly kind: 'appoint'; readonly memberId: MemberId; readonly deviceKey: PublicKey }
  /** Asked of the member's passkey: this new device is theirs. */
  | { readonly kind: 'recover'; readonly deviceKey: PublicKey; readonly keepOthers: boolean };

/** SHA-256 of plain lines under a name of their own. `nonce`: as the server wrote it. */
export function passkeyChallenge(statement: PasskeyStatement, nonce: string): Promise<Bytes> {
  const deviceKey = hexFromBytes(statement.deviceKey);
  const about =
    statement.kind === 'appoint'
      ? [hexFromBytes(statement.memberId), deviceKey]
      : [deviceKey, statement.keepOthers ? 'keep others' : 'revoke others'];
  return digestOfText([`tessera passkey ${statement.kind} v1`, nonce, ...about].join('\n'));
}
