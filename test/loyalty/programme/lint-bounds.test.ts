// A definition may come from a stranger: it is checked soon, and what it asks to be computed can be.
import { describe, expect, test } from 'vitest';
import { MAX_PROBLEMS } from '#loyalty/programme/limits.ts';
import { lintProgramme } from '#loyalty/programme/lint.ts';
import { parseProgramme } from '#loyalty/programme/parse.ts';
import { problemLine, type Problem } from '#loyalty/programme/problem.ts';
import type { Programme } from '#loyalty/programme/types.ts';
import { timesLonger } from '../../support/times-longer.ts';
import { tinyProgramme } from './tiny-programme.ts';

const fill = <T>(n: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: n }, (_, index) => make(index));
const sum = (id: string, names: readonly string[]) => ({ id, value: { add: names.map((m) => ({ m })) } });

function parsedWith(lists: object): Programme {
  const parsed = parseProgramme(tinyProgramme(lists));
  if (!parsed.ok) throw new Error(parsed.error.problems.map(problemLine).join('\n'));
  return parsed.value;
}

function lint(lists: object): readonly Problem[] {
  return lintProgramme(parsedWith(lists));
}

test('a metric that reads more than can be computed is refused, those that read it are not held to it', () => {
  const chain = fill(4, (level) =>
    sum(
      `m${level + 1}`,
      fill(50, () => `m${level}`),
    ),
  );
  const problems = lint({
    metrics: [{ id: 'm0', value: 1 }, ...chain],
    segments: [{ id: 's', if: { ge: [{ m: 'm4' }, 1] } }],
  });
  expect(problems.map(problemLine)).toEqual([
    '/metrics/3: found 127551 values read, expected at most 10000, with all that these read in turn',
  ]);
  expect(lint({ metrics: [{ id: 'm0', value: 1 }, ...chain.slice(0, 2)] })).toEqual([]);
});

describe('four times as much takes about four times as long to check, not sixteen times', () => {
  test.each<[string, number, (size: number) => readonly object[]]>([
    [
      'of metrics that read one another',
      1,
      (size) =>
        fill(size, (index) =>
          sum(
            `m${index}`,
            fill(Math.min(index, 30), (back) => `m${index - 1 - back}`),
          ),
        ),
    ],
    [
      'of names that are all wrong',
      MAX_PROBLEMS,
      (size) => [
        ...fill(size, (index) => ({ id: `a-name-of-some-length-${index}`, value: 1 })),
        ...fill(size / 5, (index) =>
          sum(
            `m${index}`,
            fill(50, (each) => `another-of-some-length-${index}-${each}`),
          ),
        ),
      ],
    ],
  ])('%s', (_, problems, metricsOf) => {
    const parsed = (size: number) => parsedWith({ metrics: metricsOf(size) });
    const [small, large] = [parsed(60), parsed(240)];
    expect(lintProgramme(large)).toHaveLength(problems);
    const growth = timesLonger(
      () => lintProgramme(small),
      () => lintProgramme(large),
    );
    expect(growth).toBeLessThan(12);
  });
});
