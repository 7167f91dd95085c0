import { p256 } from '@noble/curves/nist.js';
import { describe, expect, test } from 'vitest';
import { bytesFromBase64, bytesFromText, hexFromBytes } from '#base/bytes.ts';
import { thumbprint } from '#protocol/public-key.ts';
import {
  type RequestPolicy,
  type SignableRequest,
  signRequest,
  verifyRequest,
} from '#protocol/request-signature.ts';
import { NOW_MS, NOW_S, deviceKey, strangerSigner } from './world.ts';

const NONCE = 'AAECAwQFBgcICQoLDA0ODw';
const keyId = hexFromBytes(await thumbprint(deviceKey.publicKey));
const policy: RequestPolicy = {
  nowMs: NOW_MS,
  isOwnNonce: () => false,
  findKey: (id) => Promise.resolve(id === keyId ? deviceKey.publicKey : undefined),
};

const unsigned: SignableRequest = {
  method: 'POST',
  targetUri: 'https://wallet.example/v1/sync?x=1',
  headers: { 'content-type': 'application/json' },
  body: bytesFromText('{"v":1}'),
};
const added = await signRequest(unsigned, { createdS: NOW_S, nonce: NONCE }, deviceKey);
const signed: SignableRequest = { ...unsigned, headers: { ...unsigned.headers, ...added } };

async function outcome(request: SignableRequest, by: RequestPolicy = policy): Promise<string> {
  const verified = await verifyRequest(request, by);
  return verified.ok ? 'accepted' : verified.error.kind;
}

function withHeader(name: string, edit: (value: string) => string): SignableRequest {
  return { ...signed, headers: { ...signed.headers, [name]: edit(signed.headers[name] ?? '') } };
}

function withInput(from: string | RegExp, to: string): SignableRequest {
  return withHeader('signature-input', (value) => value.replace(from, to));
}

describe('a signed request', () => {
  test('is verified, and says who signed it', async () => {
    expect(await verifyRequest(signed, policy)).toEqual({
      ok: true,
      value: { keyId, nonce: NONCE, createdS: NOW_S },
    });
  });

  test('writes its headers as RFC 9421 spells them', () => {
    expect(added['content-digest']).toBe('sha-256=:r7+dDzVgsP13legcQqCnnua2/GfgZPd4Jq7mQsrSjZE=:');
    expect(added['signature-input']).toBe(
      `lw=("@method" "@target-uri" "content-digest" "content-type");created=${NOW_S};nonce="${NONCE}";` +
        `keyid="${keyId}";alg="ecdsa-p256-sha256";tag="lw-sync"`,
    );
    const base = `"@method": POST
"@target-uri": https://wallet.example/v1/sync?x=1
"content-digest": sha-256=:r7+dDzVgsP13legcQqCnnua2/GfgZPd4Jq7mQsrSjZE=:
"content-type": application/json
"@signature-params": ${added['signature-input'].slice('lw='.length)}`;
    const signature =
      bytesFromBase64(added.signature.slice('lw=:'.length, -1)) ?? expect.fail(added.signature);
    expect(p256.verify(signature, bytesFromText(base), deviceKey.publicKey)).toBe(true);
  });

  test.each<[string, SignableRequest, string]>([
    ['method', { ...signed, method: 'PUT' }, 'bad_signature'],
    ['method in lower case', { ...signed, method: 'post' }, 'bad_signature'],
    ['host', { ...signed, targetUri: 'https://evil.example/v1/sync?x=1' }, 'bad_signature'],
    ['scheme', { ...signed, targetUri: 'http://wallet.example/v1/sync?x=1' }, 'bad_signature'],
    ['query', { ...signed, targetUri: 'https://wallet.example/v1/sync?x=2' }, 'bad_signature'],
    ['target to a relative one', { ...signed, targetUri: '/v1/sync?x=1' }, 'bad_signature'],
    ['content type', withHeader('content-type', () => 'text/plain'), 'bad_signature'],
    ['body', { ...signed, body: bytesFromText('{"v":2}') }, 'digest_mismatch'],
    ['digest', withHeader('content-digest', (value) => value.replace('r7+d', 'r7+e')), 'digest_mismatch'],
    [
      'digest to another algorithm',
      withHeader('content-digest', (value) => value.replace('256', '512')),
      'digest_mismatch',
    ],
    ['digest, sent twice', withHeader('content-digest', (value) => `${value}, ${value}`), 'digest_mismatch'],
    ['time', withInput(`created=${NOW_S}`, `created=${NOW_S + 1}`), 'bad_signature'],
    ['nonce', withInput(NONCE, `B${NONCE.slice(1)}`), 'bad_signature'],
    ['key id', withInput(keyId, '0'.repeat(64)), 'unknown_key'],
    ['algorithm', withInput('ecdsa-p256-sha256', 'ed25519'), 'signature_profile'],
    ['tag', withInput('lw-sync', 'other'), 'signature_profile'],
    ['list of components', withInput(' "content-digest"', ''), 'signature_profile'],
    ['order of parameters', withInput(/(;created=\d+)(;nonce="[^"]+")/, '$2$1'), 'signature_profile'],
    ['number of signatures', withInput(/^.*$/, '$&, other=("@method")'), 'signature_profile'],
    ['label', withInput(/^lw=/, 'sig1='), 'signature_profile'],
    ['signature', withHeader('signature', (value) => value.replace(/lw=:./, 'lw=:_')), 'signature_profile'],
    ['signature, one bit', withHeader('signature', flipFirstBit), 'bad_signature'],
    ['length of the signature', withHeader('signature', () => 'lw=:AAAA:'), 'bad_signature'],
    ['presence of the signature', { ...signed, headers: unsigned.headers }, 'signature_missing'],
  ])('with another %s is refused', async (_, request, kind) => {
    expect(await outcome(request)).toBe(kind);
  });

  test('by another key under this key id is refused', async () => {
    const other = await signRequest(unsigned, { createdS: NOW_S, nonce: NONCE }, strangerSigner);
    const forged = {
      ...signed,
      headers: { ...signed.headers, signature: other.signature },
    };
    expect(await outcome(forged)).toBe('bad_signature');
  });

  test.each([
    [-300, 'accepted'],
    [-301, 'clock_skew'],
    [300, 'accepted'],
    [301, 'clock_skew'],
  ])('%d s from the clock of the server is %s', async (offsetS, expected) => {
    expect(await outcome(signed, { ...policy, nowMs: NOW_MS + offsetS * 1000 })).toBe(expected);
  });

  test('of a phone with a wrong date goes through with a nonce of the server', async () => {
    const wrong = { ...policy, nowMs: NOW_MS + 365 * 86_400_000 };
    expect(await outcome(signed, wrong)).toBe('clock_skew');
    expect(await outcome(signed, { ...wrong, isOwnNonce: (nonce) => nonce === NONCE })).toBe('accepted');
  });
});

function flipFirstBit(value: string): string {
  const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return value.replace(/^lw=:(.)/, (_, first: string) => `lw=:${ALPHABET[ALPHABET.indexOf(first) ^ 32]}`);
}
