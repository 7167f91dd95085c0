import { expect, test } from 'vitest';
import { isPlainLine, isReadable, plainLine } from '#base/plain-line.ts';

test.each([
  ['Persian with a joiner left out', 'گوشی\u200cمن'],
  ['Arabic', 'هاتف أحمد'],
  ['Vietnamese, composed and not', 'Điện thoại của Hạnh Ha\u0323nh'],
  ['Chinese', '小明的手机'],
  ['a family of emoji', '👩\u200d👧\u200d👦 ❤\ufe0f'],
  ['a flag and a skin colour', '🇮🇷 👋🏽'],
  ['nothing', ''],
])('%s is a plain line', (_, text) => {
  expect(isPlainLine(text)).toBe(true);
  expect(plainLine(text)).toBe(text);
});

test.each([
  ['a zero', 'a\u0000b', 'a b'],
  ['a new line and an escape', 'Till\n\u001b[2Jx', 'Till  [2Jx'],
  ['a line separator', 'my\u2028phone', 'my phone'],
  ['a paragraph separator', 'my\u2029phone', 'my phone'],
  ['a turn of direction', 'a\u202egpj.exe', 'agpj.exe'],
  ['a mark of direction', '\u200fصندوق ۱', 'صندوق ۱'],
  ['a byte order mark', '\ufeffTill', 'Till'],
  ['half of a pair', 'a\ud800b', 'a b'],
])('%s is not', (_, text, plain) => {
  expect(isPlainLine(text)).toBe(false);
  expect(plainLine(text)).toBe(plain);
});

test('a name of joiners and blanks alone says nothing', () => {
  expect(['', ' ', '\u200d\u200c', '\u00a0'].map(isReadable)).toEqual([false, false, false, false]);
  expect(['x', '۱', '🙂', '-'].map(isReadable)).toEqual([true, true, true, true]);
});
