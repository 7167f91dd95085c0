import { expect, test } from 'vitest';
import fc from 'fast-check';
import { sha256, sha256HexOfText } from '#base/sha256.ts';
import { hexFromBytes } from '#base/bytes.ts';

test.each([
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
  ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
])('the vectors of FIPS 180-4 hold', (text, hash) => {
  expect(sha256HexOfText(text)).toBe(hash);
});

test('any bytes hash as WebCrypto hashes them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (message) => {
      const bytes = new Uint8Array(message);
      const expected = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      expect(hexFromBytes(sha256(bytes))).toBe(hexFromBytes(expected));
    }),
  );
});
