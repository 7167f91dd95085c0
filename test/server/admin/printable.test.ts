import { expect, test } from 'vitest';
import { printable, tableRow } from '#server/admin/printable.ts';

test('what would steer a terminal is spelled out; lines, columns and every script stay', () => {
  expect(printable('a\u001b[2Jb\u0000\u202e')).toBe('a\\u{1b}[2Jb\\u{0}\\u{202e}');
  const text = 'line\tcolumn\nگوشی\u200cمن 小明 👩\u200d👧';
  expect(printable(text)).toBe(text);
});

test('no value begins another column or line of a table', () => {
  expect(tableRow(['a\tb', 'c\nd', 7])).toBe('a b\tc d\t7');
});
