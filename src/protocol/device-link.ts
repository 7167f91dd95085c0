// A second phone of the same member. The new phone shows a request; an enrolled one answers with a statement that it signs,
// and whichever of the two has a network first brings that to the server.
import { bytesFromText, concatBytes, hexFromBytes, type Bytes } from '#base/bytes.ts';
import { isPlainLine } from '#base/plain-line.ts';
import { err, ok, type Result } from '#base/result.ts';
import { base32FromBytes, bytesFromBase32 } from './base32.ts';
import { digitsOf } from './digest.ts';
import type { MemberId, PublicKey } from './messages.ts';
import { verifyEs256 } from './public-key.ts';
import type { Signer } from './signer.ts';

/** What the new phone shows. */
export interface LinkRequest {
  readonly deviceKey: PublicKey;
  /** 8 random bytes, so that the digits of two tries differ. */
  readonly nonce: Bytes;
  /** At most 30 characters. */
  readonly name: string;
}

/** What the enrolled phone answers: enough to write the signed statement again. */
export interface LinkAnswer {
  readonly memberId: MemberId;
  /** Thumbprint of the key that signed. */
  readonly signerId: Bytes;
  readonly issuedAtS: number;
  readonly signature: Bytes;
}

export interface LinkFault {
  readonly kind: 'link_unreadable';
}

export const MOST_NAME_CHARACTERS = 30;
/** Of the signer's clock: long enough for two phones without a network, too short for a code that lies about. */
export const LINK_LIFE_S = 24 * 3_600;
const REQUEST_PREFIX = 'TESSERA-LINK:';
const ANSWER_PREFIX = 'TESSERA-LINKED:';
const [KEY, NONCE, MEMBER, SIGNER, TIME, SIGNATURE] = [33, 8, 8, 32, 4, 64] as const;
const MOST_NAME_BYTES = 4 * MOST_NAME_CHARACTERS;

export function linkRequestText({ deviceKey, nonce, name }: LinkRequest): string {
  return REQUEST_PREFIX + base32FromBytes(concatBytes(deviceKey, nonce, bytesFromText(name)));
}

/** Refusal: `link_unreadable`, for any other text. */
export function readLinkRequest(text: string): Result<LinkRequest, LinkFault> {
  const bytes = packedIn(text, REQUEST_PREFIX);
  if (bytes === undefined || bytes.length < KEY + NONCE || bytes.length > KEY + NONCE + MOST_NAME_BYTES)
    return err({ kind: 'link_unreadable' });
  const name = textFromBytes(bytes.slice(KEY + NONCE));
  if (name === undefined || !isDeviceName(name)) return err({ kind: 'link_unreadable' });
  return ok({ deviceKey: bytes.slice(0, KEY), nonce: bytes.slice(KEY, KEY + NONCE), name });
}

/** A plain line of at most 30 characters; empty is a name too. */
export function isDeviceName(name: string): boolean {
  return Array.from(name).length <= MOST_NAME_CHARACTERS && isPlainLine(name);
}

export function linkAnswerText({ memberId, signerId, issuedAtS, signature }: LinkAnswer): string {
  const time = new Uint8Array(TIME);
  new DataView(time.buffer).setUint32(0, issuedAtS);
  return ANSWER_PREFIX + base32FromBytes(concatBytes(memberId, signerId, time, signature));
}

/** Refusal: `link_unreadable`, for any other text. */
export function readLinkAnswer(text: string): Result<LinkAnswer, LinkFault> {
  const bytes = packedIn(text, ANSWER_PREFIX);
  if (bytes?.length !== MEMBER + SIGNER + TIME + SIGNATURE) return err({ kind: 'link_unreadable' });
  const timeAt = MEMBER + SIGNER;
  return ok({
    memberId: bytes.slice(0, MEMBER),
    signerId: bytes.slice(MEMBER, timeAt),
    issuedAtS: new DataView(bytes.buffer, bytes.byteOffset + timeAt).getUint32(0),
    signature: bytes.slice(timeAt + TIME),
  });
}

function textFromBytes(bytes: Bytes): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function packedIn(text: string, prefix: string): Bytes | undefined {
  const code = text.trim().toUpperCase();
  const bytes = code.startsWith(prefix) ? bytesFromBase32(code.slice(prefix.length)) : undefined;
  return bytes?.ok ? bytes.value : undefined;
}

/**
 * The six digits that both phones show: SHA-256(key || nonce) mod 1,000,000. Both come from the new phone, so they tell two
 * phones of one table apart; they do not hold off somebody who can put another code before the camera and search for equal
 * digits. Against that stands that the code goes from screen to camera in one person's hands.
 */
export function linkDigits({ deviceKey, nonce }: LinkRequest): Promise<string> {
  return digitsOf(concatBytes(deviceKey, nonce));
}

/** What one device of a member says about another: plain lines under a name of their own, as in `recovery-key.ts`. */
export type DeviceStatement =
  /** The key of the request is a device of ours. */
  | ({ readonly kind: 'link'; readonly memberId: MemberId; readonly issuedAtS: number } & LinkRequest)
  /** That device speaks for us no more. `deviceId`: hex thumbprint. */
  | { readonly kind: 'revoke'; readonly memberId: MemberId; readonly deviceId: string }
  /** I show this voucher (hex) no more; that device may. */
  | {
      readonly kind: 'move';
      readonly memberId: MemberId;
      readonly voucherId: string;
      readonly deviceId: string;
    };

export function signDeviceStatement(statement: DeviceStatement, signer: Signer): Promise<Bytes> {
  return signer.sign(bytesOf(statement));
}

export function verifyDeviceStatement(
  statement: DeviceStatement,
  signature: Bytes,
  key: PublicKey,
): Promise<boolean> {
  return verifyEs256(key, signature, bytesOf(statement));
}

function bytesOf(statement: DeviceStatement): Bytes {
  const { kind, memberId } = statement;
  return bytesFromText(
    [`tessera device ${kind} v1`, hexFromBytes(memberId), ...linesOf(statement)].join('\n'),
  );
}

function linesOf(statement: DeviceStatement): readonly string[] {
  switch (statement.kind) {
    case 'link': {
      const { deviceKey, nonce, name, issuedAtS } = statement;
      return [hexFromBytes(deviceKey), hexFromBytes(nonce), String(issuedAtS), name];
    }
    case 'revoke':
      return [statement.deviceId];
    case 'move':
      return [statement.voucherId, statement.deviceId];
  }
}
