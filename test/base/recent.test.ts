import { expect, test } from 'vitest';
import { createRecent } from '#base/recent.ts';

test('what was asked for lately is not made again, and what was not makes room', () => {
  const made: string[] = [];
  const recent = createRecent<number | undefined>(2);
  const ask = (key: string, value: number | undefined) =>
    recent.of(key, () => {
      made.push(key);
      return value;
    });
  expect([ask('a', 1), ask('b', undefined), ask('b', 7), ask('a', 7)]).toEqual([1, undefined, undefined, 1]);
  expect(ask('c', 3)).toBe(3);
  expect(made).toEqual(['a', 'b', 'c']);
  expect(ask('a', 7)).toBe(1);
  expect(ask('b', 2)).toBe(2);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});
