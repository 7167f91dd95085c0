// The platform's own lock, as a window may ask for it (WebAuthn). Nothing is judged here: questions come from the worker, and
// answers go back to it.
import { base64UrlFromBytes, type Bytes } from '#base/bytes.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { MadePasskey, PasskeyAnswer, PasskeyOrder, PasskeyQuestion } from '#bridge/wallet-passkey.ts';

/** `passkey_cancelled`: by the person or by time, which browsers do not tell apart. `passkey_not_here`: cannot be done. */
export interface PasskeyFault {
  readonly kind: 'passkey_cancelled' | 'passkey_not_here';
}

/** What the platform's list shows. */
export interface PasskeyNames {
  readonly name: string;
  readonly displayName: string;
}

export interface PasskeyPlatform {
  /** This device itself can verify its person. */
  readonly canMake: () => Promise<boolean>;
  /** Some passkey could be asked for, be it one on another device. */
  readonly canAsk: () => boolean;
  readonly make: (order: PasskeyOrder, names: PasskeyNames) => Promise<Result<MadePasskey, PasskeyFault>>;
  readonly ask: (question: PasskeyQuestion) => Promise<Result<PasskeyAnswer, PasskeyFault>>;
  /** Tells the platform that a passkey is of no use any more, where it wants to know. */
  readonly forget: (passkey: { readonly rpId: string; readonly credentialId: Bytes }) => void;
}

const TIMEOUT_MS = 60_000;
const ES256 = -7;

export const passkeyPlatform: PasskeyPlatform = {
  canAsk,
  canMake: async () =>
    canAsk() && PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().catch(() => false),
  make: ({ challenge, rpId, userId, discoverable }, names) =>
    answerOf(async () => {
      const credential = await navigator.credentials.create({
        publicKey: {
          challenge,
          rp: { id: rpId, name: 'Tessera' },
          user: { id: userId, ...names },
          pubKeyCredParams: [{ type: 'public-key', alg: ES256 }],
          authenticatorSelection: {
            authenticatorAttachment: 'platform',
            residentKey: discoverable ? 'required' : 'discouraged',
            requireResidentKey: discoverable,
            userVerification: 'required',
          },
          attestation: 'none',
          timeout: TIMEOUT_MS,
        },
      });
      if (!(credential instanceof PublicKeyCredential)) return undefined;
      const response = credential.response as AuthenticatorAttestationResponse;
      return {
        clientData: new Uint8Array(response.clientDataJSON),
        attestation: new Uint8Array(response.attestationObject),
      };
    }),
  ask: ({ challenge, rpId, allowed }) =>
    answerOf(async () => {
      const credential = await navigator.credentials.get({
        publicKey: {
          challenge,
          rpId,
          // The lock's own passkey is in this phone: nobody is sent to look for another device.
          allowCredentials: allowed.map((id) => ({ type: 'public-key', id, transports: ['internal'] })),
          userVerification: 'required',
          timeout: TIMEOUT_MS,
        },
      });
      if (!(credential instanceof PublicKeyCredential)) return undefined;
      const response = credential.response as AuthenticatorAssertionResponse;
      return {
        credentialId: new Uint8Array(credential.rawId),
        clientData: new Uint8Array(response.clientDataJSON),
        authenticatorData: new Uint8Array(response.authenticatorData),
        signature: new Uint8Array(response.signature),
        ...(response.userHandle === null ? {} : { userHandle: new Uint8Array(response.userHandle) }),
      };
    }),
  forget: ({ rpId, credentialId }) => {
    if (!canAsk() || typeof PublicKeyCredential.signalUnknownCredential !== 'function') return;
    const unknown = { rpId, credentialId: base64UrlFromBytes(credentialId) };
    // A platform that does not care must not trouble anybody.
    PublicKeyCredential.signalUnknownCredential(unknown).catch(() => undefined);
  },
};

/** Only under a name: an address of digits, as in a shop's own network, has no passkeys. */
function canAsk(): boolean {
  return typeof PublicKeyCredential === 'function' && !/^[\d.]+$|^\[/.test(location.hostname);
}

async function answerOf<T>(call: () => Promise<T | undefined>): Promise<Result<T, PasskeyFault>> {
  try {
    const answer = await call();
    return answer === undefined ? err({ kind: 'passkey_not_here' }) : ok(answer);
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    const cancelled = name === 'NotAllowedError' || name === 'AbortError';
    return err({ kind: cancelled ? 'passkey_cancelled' : 'passkey_not_here' });
  }
}
