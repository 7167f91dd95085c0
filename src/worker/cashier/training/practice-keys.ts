// The keys of practice mode, private halves included. They are published on purpose: what they sign is worth nothing,
// because no server key that a real device pins, and no trust list it keeps, names any of them.
import { type Signer, createSigner } from '#protocol/signer.ts';

export interface PracticeKeys {
  /** Signs the practice trust list and the customer's certificate. */
  readonly server: Signer;
  /** Signs the till's certificate and the vouchers. */
  readonly merchant: Signer;
  /** The customer's phone. */
  readonly phone: Signer;
  /** Nobody trusts it, not even here. */
  readonly stranger: Signer;
}

interface PublishedKey {
  readonly x: string;
  readonly y: string;
  readonly d: string;
}

const SERVER: PublishedKey = {
  x: 'ud8KEE5SBc4jwhqdeqLjoKpsWlagCDPPBIUYn85WxLk',
  y: 'C7zKlzBWTeRlf8jOgYnprimJf1eEZyTZ4U6q2u_pgTg',
  d: 'HAfbg0XSonLFKWcNPLB4kEIdrAsu3GhEdAebCmPyENc',
};
const MERCHANT: PublishedKey = {
  x: 'pcmWwJTA7Ach13q7hI4QpPun2sV3u1jUKikFwIbKYb4',
  y: '_rzSRL6kQr5mmBD8pu1MGc7LRLSbitvbeZqrhFp1AbY',
  d: 'QJCHrC2Uze78zs7lQ5tREAkXWT04wj7AUlIOuFZiYyM',
};
const PHONE: PublishedKey = {
  x: '6uVgarQZo_VkQ19bAy_HZsewZrJ7BzLeS1McN3OSCaQ',
  y: 'kAk3l-Cig9Fx44_9bvPXT7vQU0KW7XD5jM9EIj7NLaU',
  d: 'FzWUB1_3OJOFhO13Dx_WeoewSfNCEHSNsKvQHj8I55Q',
};
const STRANGER: PublishedKey = {
  x: 'NXmKKDR2qeMxm2f6DOo3VOveJoz_GLm5OVC9tLBLOXA',
  y: '0iAyHgikY2ZTsmtuDNt8AqQeD49OFGZikY7P4-CXOqU',
  d: 'ZQxQbJ4iZ0qH1Kk9IYBvQQI7Z4RJpxC2MjpIlz8Jh8E',
};

export async function practiceKeys(): Promise<PracticeKeys> {
  const [server, merchant, phone, stranger] = await Promise.all([
    signerFrom(SERVER),
    signerFrom(MERCHANT),
    signerFrom(PHONE),
    signerFrom(STRANGER),
  ]);
  return { server, merchant, phone, stranger };
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' };

async function signerFrom({ x, y, d }: PublishedKey): Promise<Signer> {
  const half = { kty: 'EC', crv: 'P-256', x, y };
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.importKey('jwk', { ...half, d }, P256, false, ['sign']),
    crypto.subtle.importKey('jwk', half, P256, true, ['verify']),
  ]);
  return createSigner({ privateKey, publicKey });
}
