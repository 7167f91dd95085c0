import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '#loyalty/programme/canonical.ts';

describe('canonical JSON', () => {
  test('sorts keys by UTF-16 code units, as the example of RFC 8785 section 3.2.3 does', () => {
    const example = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonicalJson(example)) as object)).toHaveLength(7);
    expect([...canonicalJson(example).matchAll(/:"([^"]*)"/g)].map((match) => match[1])).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ]);
  });

  test('escapes as RFC 8785 section 3.2.2.2 does', () => {
    expect(canonicalJson('\u20ac$\u000f\nA\'\u0042\u0022\u005c\\"/')).toBe(
      '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"',
    );
  });

  test('has no white space and keeps the order of lists', () => {
    expect(canonicalJson({ b: [3, 1, 2], a: { d: true, c: null } })).toBe(
      '{"a":{"c":null,"d":true},"b":[3,1,2]}',
    );
  });

  test('leaves out what is undefined', () => expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}'));

  test('writes -0 as 0', () => expect(canonicalJson(-0)).toBe('0'));

  test.each([
    ['a fraction', 0.5],
    ['beyond 2^53', 2 ** 53],
    ['no number', Number.NaN],
    ['undefined', [undefined]],
    ['a lone surrogate', '\ud800'],
  ])('takes no %s', (_, value) => expect(() => canonicalJson(value)).toThrow('canonical JSON'));

  test('does not depend on the order of keys, and reads back the same', () => {
    const value = fc.object({
      maxDepth: 3,
      values: [fc.maxSafeInteger(), fc.boolean(), fc.string({ unit: 'grapheme' })],
    });
    fc.assert(
      fc.property(value, (object) => {
        const text = canonicalJson(object);
        expect(canonicalJson(Object.fromEntries(Object.entries(object).toReversed()))).toBe(text);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });
});
