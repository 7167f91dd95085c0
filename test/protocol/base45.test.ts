import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base45FromBytes, bytesFromBase45 } from '#protocol/base45.ts';
import { bytesFromCode, codeFromBytes } from '#protocol/code.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
const alphabetText = fc.string({ unit: fc.constantFrom(...ALPHABET), maxLength: 40 });

test('decode after encode is identity', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      expect(bytesFromBase45(base45FromBytes(bytes))).toEqual({ ok: true, value: bytes });
    }),
  );
});

test('two different texts never mean the same bytes', () => {
  fc.assert(
    fc.property(alphabetText, (text) => {
      const decoded = bytesFromBase45(text);
      if (decoded.ok) expect(base45FromBytes(decoded.value)).toBe(text);
    }),
  );
});

test.each([
  ['lower case', 'bb8', 'b45_char'],
  ['a character outside the alphabet', 'BB_', 'b45_char'],
  ['an astral character', 'BB\u{1F600}', 'b45_char'],
  ['one character left over', 'BB8B', 'b45_len'],
  ['a group above two bytes', 'GGW', 'b45_range'],
  ['a last pair above one byte', '::', 'b45_range'],
])('%s is refused', (_, text, kind) => {
  expect(bytesFromBase45(text)).toMatchObject({ ok: false, error: { kind } });
});

test('a code survives the white space that paste and wedge scanners add around it', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom('', ' ', '\r\n', '\t  \n'),
      fc.constantFrom('', ' ', '\r\n', ' \n '),
      (bytes, before, after) => {
        expect(bytesFromCode(before + codeFromBytes(bytes) + after)).toEqual({ ok: true, value: bytes });
      },
    ),
  );
});

test.each([
  ['another scheme', 'HC1:BB8', 'qr_unknown'],
  ['an empty text', '', 'qr_unknown'],
  ['a lower-case prefix', 'lw1:BB8', 'qr_unknown'],
  ['white space inside', 'LW1:BB8\nBB8', 'b45_char'],
])('%s is no code of ours', (_, text, kind) => {
  expect(bytesFromCode(text)).toMatchObject({ ok: false, error: { kind } });
});

test('a code longer than any message is refused before it is parsed', () => {
  expect(bytesFromCode(codeFromBytes(new Uint8Array(1200)))).toMatchObject({ ok: true });
  expect(bytesFromCode(codeFromBytes(new Uint8Array(1201)))).toEqual({
    ok: false,
    error: { kind: 'too_large' },
  });
});
