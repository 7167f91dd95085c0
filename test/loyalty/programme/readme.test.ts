import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkProgrammeText } from '#loyalty/programme/check.ts';
import {
  MAX_DECLARATIONS,
  MAX_DEPTH,
  MAX_ID_LENGTH,
  MAX_PARTS,
  MAX_TERMS,
  MAX_TEXT_BYTES,
} from '#loyalty/programme/limits.ts';

const readme = readFileSync('src/loyalty/README.md', 'utf8');
const examples = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map((match) => match[1]!);

test('the example of the README loads without a problem', () => {
  expect(examples).toHaveLength(1);
  expect(checkProgrammeText(examples[0]!)).toEqual({ ok: true, problems: [] });
});

test('what the README says of a fault is what the checker says', () => {
  const misspelt = checkProgrammeText(examples[0]!.replace('"per"', '"pre"')).problems[0];
  expect(misspelt?.path).toBe('/rules/0/do/0/earn/pre');
  expect(misspelt?.expected).toMatch(/^one of the keys to, flat, times, per, .*\(did you mean "per"\?\)$/);
});

test('the limits of the README are the limits of the parser', () => {
  const sentence = /The ones met first: (.*)\./.exec(readme)?.[1] ?? '';
  const numbers = [...sentence.matchAll(/\d+/g)].map(Number);
  expect(MAX_TERMS).toBe(MAX_PARTS);
  expect(numbers).toEqual([MAX_TEXT_BYTES / 1024, MAX_DECLARATIONS, MAX_TERMS, MAX_DEPTH, MAX_ID_LENGTH]);
});
