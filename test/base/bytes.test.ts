import fc from 'fast-check';
import { expect, test } from 'vitest';
import { base64FromBytes, bytesFromBase64 } from '#base/bytes.ts';

const ALPHABET = [...'ABab01+/='];

test('base64 is what other programs write, and comes back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (some) => {
      const bytes = new Uint8Array(some);
      const text = base64FromBytes(bytes);
      expect(text).toBe(Buffer.from(bytes).toString('base64'));
      expect(bytesFromBase64(text)).toEqual(bytes);
    }),
  );
});

test('only what would be written is read', () => {
  let read = 0;
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...ALPHABET), maxLength: 8 }), (text) => {
      const bytes = bytesFromBase64(text);
      expect(bytes !== undefined).toBe(Buffer.from(text, 'base64').toString('base64') === text);
      if (bytes !== undefined) read++;
    }),
    { numRuns: 3000 },
  );
  expect(read).toBeGreaterThan(20);
});

test.each(['A', 'AA', 'AAA', 'AB==', 'AAB=', 'A===', '====', 'AA=A', 'AA-_', 'AAAA ', 'ÀAAA', '\u{1F600}AA'])(
  '%s is no base64',
  (text) => expect(bytesFromBase64(text)).toBeUndefined(),
);
