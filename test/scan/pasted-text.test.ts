import { describe, expect, test } from 'vitest';
import { textFromPaste } from '#scan/pasted-text.ts';

describe('pasted text', () => {
  test.each([
    ['space and line breaks around it go', '  \n4006381333931\r\n', '4006381333931'],
    [
      'line breaks that mail put into it go',
      'LW1:ABCDEF\r\n  GHIJKL\n',
      'LW1:ABCDEF GHIJKL'.replace(' ', ''),
    ],
    ['space inside it stays', 'ABC 123 /X', 'ABC 123 /X'],
    ['direction marks and zero-width characters go', '\u202a\u200e4006\u200b381\u2069\ufeff', '4006381'],
    ['GS1 separators stay', '0112345\u001d10A', '0112345\u001d10A'],
    ['Persian digits become ASCII', '۱۲۳۴ ۵۶۷۸', '1234 5678'],
    ['Arabic digits become ASCII', '٤٠٠٦-٣٨١', '4006-381'],
    ['full-width digits become ASCII', '４００６', '4006'],
    ['digits inside words stay as they are', 'کد ۱۲', 'کد ۱۲'],
  ])('%s', (_, pasted, expected) => {
    expect(textFromPaste(pasted)).toEqual({ ok: true, value: expected });
  });

  test('nothing visible is refused', () => {
    expect(textFromPaste(' \u200b\n')).toEqual({ ok: false, error: { kind: 'paste_empty' } });
  });

  test('more than any code can hold is refused', () => {
    expect(textFromPaste('x'.repeat(8001))).toEqual({ ok: false, error: { kind: 'paste_too_long' } });
    expect(textFromPaste('x'.repeat(8000)).ok).toBe(true);
  });
});
