import { expect, test } from 'vitest';
import { lintTogether } from '#loyalty/programme/lint-together.ts';
import { parseProgramme } from '#loyalty/programme/parse.ts';
import { problemLine } from '#loyalty/programme/problem.ts';
import { tinyProgramme } from './tiny-programme.ts';

const home = {
  id: 'home',
  metrics: [{ id: 'score', on: {}, agg: 'count' }],
  ladders: [{ id: 'vip', eval: 'grant', tiers: [{ id: 'gold' }] }],
};
const reading = (condition: object): object => ({
  id: 'guest',
  needs: ['home'],
  benefits: [{ id: 'b', if: condition }],
});

function together(...programmes: readonly object[]): readonly string[] {
  const parsed = programmes.map((programme) => parseProgramme(tinyProgramme(programme)));
  const good = parsed.flatMap((result) => (result.ok ? [result.value] : []));
  expect(good).toHaveLength(programmes.length);
  return lintTogether(good).map((problem) => `${problem.code} ${problemLine(problem)}`);
}

test('programmes may read one another in the order of their needs, however they are listed', () => {
  const both = { all: [{ ge: [{ m: 'home/score' }, 1] }, { tier: ['home/vip', 'gold'] }] };
  expect(together(reading(both), home)).toEqual([]);
});

test.each([
  [
    'a needed programme that is not loaded',
    [reading({ has: 'x' })],
    'needs_missing /0/needs/0: found "home", expected a programme that is loaded too',
  ],
  [
    'two programmes of one id',
    [home, home],
    'duplicate_id /1/id: found "home", expected an id that no other programme has',
  ],
  [
    'programmes that need each other',
    [
      { id: 'a', needs: ['b'] },
      { id: 'b', needs: ['a'] },
    ],
    'needs_cycle /0/needs: found a -> b -> a, expected programmes that do not need themselves',
  ],
  [
    'a programme that needs itself',
    [{ id: 'a', needs: ['a'] }],
    'needs_cycle /0/needs: found a -> a, expected programmes that do not need themselves',
  ],
  [
    'a foreign metric that is not declared',
    [home, reading({ ge: [{ m: 'home/scores' }, 1] })],
    'unresolved /1/benefits/0/if/ge/0/m: found "home/scores", expected something that home declares',
  ],
  [
    'a foreign tier that is not declared',
    [home, reading({ tier: ['home/vip', 'silver'] })],
    'unresolved /1/benefits/0/if/tier/1: found "home/vip.silver", expected something that home declares',
  ],
  [
    'a rate for a foreign tier that is not declared',
    [
      home,
      {
        id: 'guest',
        needs: ['home'],
        rules: [
          {
            id: 'r',
            on: {},
            do: [{ earn: { to: 'p', flat: 1, mult: [{ by: 'tier:home/vip', of: { 'b/~': [1, 1] } }] } }],
          },
        ],
      },
    ],
    'unresolved /1/rules/0/do/0/earn/mult/0/of/b~1~0: found "home/vip.b/~", expected something that home declares',
  ],
])('%s is named', (_, programmes, problem) => expect(together(...programmes)).toEqual([problem]));
