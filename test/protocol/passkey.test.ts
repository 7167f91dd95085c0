import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Bytes, bytesFromHex, bytesFromText, concatBytes, hexFromBytes } from '#base/bytes.ts';
import { rawFromDerSignature } from '#protocol/der-signature.ts';
import {
  type Passkey,
  type PasskeyAssertion,
  type PasskeyRefusal,
  verifyPasskeyAssertion,
  verifyPasskeyRegistration,
} from '#protocol/passkey.ts';
import {
  FLAGS,
  type TestAuthenticator,
  type Tweak,
  createTestAuthenticator,
  derFromRaw,
} from '../support/test-authenticator.ts';

const origin = 'https://wallet.example';
const challenge = bytesFromHex('a5'.repeat(32))!;
const expected = { challenge, origin };
const BOTH = FLAGS.present | FLAGS.verified;

let phone: TestAuthenticator;
let passkey: Passkey;
beforeAll(async () => {
  phone = await createTestAuthenticator(origin);
  const made = await verifyPasskeyRegistration(await phone.make(challenge), expected);
  if (!made.ok) throw new Error(made.error.check);
  passkey = made.value;
});

const faultOf = (result: { readonly ok: boolean; readonly error?: PasskeyRefusal }) =>
  result.ok ? undefined : result.error!.check;
const judged = async (answer: PasskeyAssertion) =>
  faultOf(await verifyPasskeyAssertion(answer, passkey, expected));

/** One part of an answer changed, and the check that must notice. */
const ASKED: readonly (readonly [Tweak, PasskeyRefusal['check']])[] = [
  [{ type: 'payment.get' }, 'type'],
  [{ challenge: Buffer.from('another question').toString('base64url') }, 'challenge'],
  [{ challenge: Buffer.from(challenge).toString('base64') }, 'challenge'],
  [{ origin: 'https://wallet.example:8443' }, 'origin'],
  [{ origin: 'http://wallet.example' }, 'origin'],
  [{ origin: 'https://wallet.example.evil.example' }, 'origin'],
  [{ crossOrigin: true }, 'framed'],
  [{ topOrigin: 'https://evil.example' }, 'framed'],
  [{ rpId: 'evil.example' }, 'relying_party'],
];

describe('an answer to the lock’s question', () => {
  it('is good when everything is as asked, with a synced passkey and with extensions too', async () => {
    expect(await judged(await phone.sign(challenge))).toBeUndefined();
    const synced = BOTH | FLAGS.eligible | FLAGS.backedUp;
    expect(await judged(await phone.sign(challenge, { flags: synced }))).toBeUndefined();
    const tail = Uint8Array.of(0xa0);
    expect(
      await judged(await phone.sign(challenge, { flags: BOTH | FLAGS.extensions, tail })),
    ).toBeUndefined();
  });

  it.each<readonly [Tweak, PasskeyRefusal['check']]>([
    ...ASKED,
    [{ type: 'webauthn.create' }, 'type'],
    [{ flags: FLAGS.verified }, 'presence'],
    [{ flags: FLAGS.present }, 'verification'],
    [{ flags: BOTH | FLAGS.backedUp }, 'backup'],
    [{ tail: Uint8Array.of(0) }, 'shape'],
    [{ flags: BOTH | FLAGS.extensions }, 'shape'],
    [{ flags: BOTH | FLAGS.extensions, tail: Uint8Array.of(0x01) }, 'shape'],
    [{ der: (raw) => raw }, 'shape'],
    [{ der: (raw) => derFromRaw(concatBytes(raw.slice(32), raw.slice(0, 32))) }, 'signature'],
  ])('is refused with %o: %s', async (tweak, check) => {
    expect(await judged(await phone.sign(challenge, tweak))).toBe(check);
  });

  it('is refused of another passkey, and under another passkey’s name', async () => {
    const other = await createTestAuthenticator(origin);
    const answer = await other.sign(challenge);
    expect(await judged(answer)).toBe('credential');
    expect(await judged({ ...answer, credentialId: passkey.credentialId })).toBe('signature');
  });

  it('is refused when what was signed and what is shown differ', async () => {
    const answer = await phone.sign(challenge);
    const spaced = bytesFromText(`${new TextDecoder().decode(answer.clientData)} `);
    expect(await judged({ ...answer, clientData: spaced })).toBe('signature');
    const counted = answer.authenticatorData.slice();
    counted[36] = 1;
    expect(await judged({ ...answer, authenticatorData: counted })).toBe('signature');
  });

  it('is refused, never thrown at, whatever the bytes are', async () => {
    const answer = await phone.sign(challenge);
    for (const clientData of ['', 'null', '[]', '"type"', '{'].map(bytesFromText))
      expect(await judged({ ...answer, clientData })).toBe('shape');
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.uint8Array({ maxLength: 80 }),
        async (data, der) => {
          const authenticatorData = new Uint8Array(data);
          expect(await judged({ ...answer, authenticatorData, signature: new Uint8Array(der) })).toBe(
            'shape',
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a passkey that was made', () => {
  const made = async (tweak: Tweak) =>
    faultOf(await verifyPasskeyRegistration(await phone.make(challenge, tweak), expected));
  const WITH_KEY = 0x40 | BOTH;

  it('has its key and its name', () => {
    expect(hexFromBytes(passkey.credentialId)).toBe(hexFromBytes(phone.credentialId));
    expect(passkey.publicKey).toHaveLength(33);
  });

  it.each<readonly [Tweak, PasskeyRefusal['check']]>([
    ...ASKED,
    [{ type: 'webauthn.get' }, 'type'],
    [{ flags: 0x40 | FLAGS.verified }, 'presence'],
    [{ flags: 0x40 | FLAGS.present }, 'verification'],
    [{ flags: WITH_KEY | FLAGS.backedUp }, 'backup'],
    [{ flags: BOTH }, 'shape'],
    [{ tail: Uint8Array.of(0) }, 'shape'],
    [{ key: [[3, -257]] }, 'key'],
    [{ key: [[1, 3]] }, 'key'],
    [{ key: [[-1, 2]] }, 'key'],
    [{ key: [[-2, new Uint8Array(32).fill(1)]] }, 'key'],
    [{ key: [[-3, new Uint8Array(32)]] }, 'key'],
    [{ key: [[-3, new Uint8Array(31)]] }, 'key'],
  ])('is refused with %o: %s', async (tweak, check) => {
    expect(await made(tweak)).toBe(check);
  });

  it('is refused, never thrown at, when the attestation is anything else', async () => {
    const { clientData } = await phone.make(challenge);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 120 }), async (bytes) => {
        const attestation = new Uint8Array(bytes);
        expect(faultOf(await verifyPasskeyRegistration({ clientData, attestation }, expected))).toBe('shape');
      }),
      { numRuns: 200 },
    );
  });

  it('is read with extensions behind its key', async () => {
    const tail = Uint8Array.of(0xa1, 0x61, 0x61, 0xf5);
    expect(await made({ flags: WITH_KEY | FLAGS.extensions, tail })).toBeUndefined();
  });
});

describe('a signature in DER', () => {
  it('comes back as the 64 bytes it was made of', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (bytes) => {
        const raw = new Uint8Array(bytes);
        expect(rawFromDerSignature(derFromRaw(raw))).toEqual(raw);
      }),
    );
    const zeros = new Uint8Array(64);
    expect(rawFromDerSignature(derFromRaw(zeros))).toEqual(zeros);
  });

  it.each([
    ['nothing', ''],
    ['another tag', '3106020101020101'],
    ['a length too many', '3007020101020101'],
    ['a byte behind', '300602010102010100'],
    ['a long form length', '308106020101020101'],
    ['a negative number', '3006020181020101'],
    ['a needless zero', '300702020001020101'],
    ['an empty number', '30050200020101'],
    ['33 digits', `3026022101${'00'.repeat(32)}020101`],
    ['a number cut short', '3006020101020201'],
    ['one number only', '3003020101'],
    ['three numbers', '3009020101020101020101'],
  ])('is refused with %s', (_, hex) => {
    expect(rawFromDerSignature(bytesFromHex(hex) as Bytes)).toBeUndefined();
  });
});
