import { describe, expect, test } from 'vitest';
import { checkProgrammeFileText } from '#loyalty/programme/check.ts';
import { tinyProgramme } from './tiny-programme.ts';

describe('a problem in a file with more than the definition', () => {
  const definition = tinyProgramme({ rules: [{ id: 'r' }] });
  test.each([
    ['first', { tessera: 'programme', definition }],
    ['last', { definition, tessera: 'programme' }],
  ])('is told with its place in the file, when the file says what it is %s', (_, file) => {
    const { ok, problems } = checkProgrammeFileText(JSON.stringify(file));
    expect(ok).toBe(false);
    expect(problems.map(({ path }) => path)).toEqual(['/definition/rules/0']);
  });

  test('is told with its place in the definition when there is nothing else', () => {
    const { problems } = checkProgrammeFileText(JSON.stringify(definition));
    expect(problems.map(({ path }) => path)).toEqual(['/rules/0']);
  });
});
