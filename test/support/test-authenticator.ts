// A platform authenticator in memory: real keys, real signatures, and any one part of an answer made wrong on request.
import { encode } from 'cborg';
import { type Bytes, bytesFromText, concatBytes } from '#base/bytes.ts';
import { digestOfText, sha256 } from '#protocol/digest.ts';
import type { PasskeyAssertion, PasskeyRegistration } from '#protocol/passkey.ts';

export const FLAGS = { present: 0x01, verified: 0x04, eligible: 0x08, backedUp: 0x10, extensions: 0x80 };

/** What may differ from an honest answer. */
export interface Tweak {
  readonly type?: string;
  readonly challenge?: string;
  readonly origin?: string;
  readonly crossOrigin?: boolean;
  readonly topOrigin?: string;
  readonly rpId?: string;
  readonly flags?: number;
  /** Behind the authenticator data. */
  readonly tail?: Bytes;
  /** Of the COSE key. */
  readonly key?: readonly (readonly [number, unknown])[];
  readonly der?: (raw: Bytes) => Bytes;
}

export interface TestAuthenticator {
  readonly credentialId: Bytes;
  readonly make: (challenge: Bytes, tweak?: Tweak) => Promise<PasskeyRegistration>;
  readonly sign: (challenge: Bytes, tweak?: Tweak) => Promise<PasskeyAssertion>;
}

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const ATTESTED = 0x40;

export async function createTestAuthenticator(origin: string): Promise<TestAuthenticator> {
  const pair = await crypto.subtle.generateKey(ECDSA, false, ['sign', 'verify']);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const credentialId = crypto.getRandomValues(new Uint8Array(20));
  const coseKey: readonly (readonly [number, unknown])[] = [
    [1, 2],
    [3, -7],
    [-1, 1],
    [-2, point.slice(1, 33)],
    [-3, point.slice(33)],
  ];

  const clientData = (type: string, challenge: Bytes, tweak: Tweak): Bytes =>
    bytesFromText(
      JSON.stringify({
        type: tweak.type ?? type,
        challenge: tweak.challenge ?? Buffer.from(challenge).toString('base64url'),
        origin: tweak.origin ?? origin,
        crossOrigin: tweak.crossOrigin ?? false,
        ...(tweak.topOrigin === undefined ? {} : { topOrigin: tweak.topOrigin }),
        // As Chromium does, so that nobody compares against a template.
        other_keys_can_be_added_here: 'see https://goo.gl/yabPex',
      }),
    );
  const head = async (flags: number, tweak: Tweak): Promise<Bytes> => {
    const rpIdHash = await digestOfText(tweak.rpId ?? new URL(origin).hostname);
    return concatBytes(rpIdHash, Uint8Array.of(tweak.flags ?? flags), new Uint8Array(4));
  };

  return {
    credentialId,
    make: async (challenge, tweak = {}) => {
      const flags = ATTESTED | FLAGS.present | FLAGS.verified;
      const authData = concatBytes(
        await head(flags, tweak),
        new Uint8Array(16),
        Uint8Array.of(0, credentialId.length),
        credentialId,
        encode(new Map([...coseKey, ...(tweak.key ?? [])])),
        tweak.tail ?? new Uint8Array(),
      );
      const attestation = encode(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', authData],
        ]),
      );
      return {
        clientData: clientData('webauthn.create', challenge, tweak),
        attestation: new Uint8Array(attestation),
      };
    },
    sign: async (challenge, tweak = {}) => {
      const asked = clientData('webauthn.get', challenge, tweak);
      const authenticatorData = concatBytes(
        await head(FLAGS.present | FLAGS.verified, tweak),
        tweak.tail ?? new Uint8Array(),
      );
      const signed = concatBytes(authenticatorData, await sha256(asked));
      const raw = new Uint8Array(await crypto.subtle.sign(ECDSA, pair.privateKey, signed));
      return {
        credentialId,
        clientData: asked,
        authenticatorData,
        signature: (tweak.der ?? derFromRaw)(raw),
      };
    },
  };
}

/** r||s as two DER integers. */
export function derFromRaw(raw: Bytes): Bytes {
  const [r, s] = [raw.slice(0, 32), raw.slice(32)].map(derInteger);
  return concatBytes(Uint8Array.of(0x30, r!.length + s!.length), r!, s!);
}

function derInteger(half: Bytes): Bytes {
  const first = half.findIndex((byte) => byte !== 0);
  const digits = half.slice(first === -1 ? 31 : first);
  const value = digits[0]! >= 0x80 ? concatBytes(Uint8Array.of(0), digits) : digits;
  return concatBytes(Uint8Array.of(2, value.length), value);
}
