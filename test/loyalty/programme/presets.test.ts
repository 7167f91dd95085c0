import { describe, expect, test } from 'vitest';
import { contrastWithWhite } from '#loyalty/programme/contrast.ts';
import { lintPresentation } from '#loyalty/programme/lint-presentation.ts';
import { lintProgramme } from '#loyalty/programme/lint.ts';
import { LANGUAGES, parsePresentation } from '#loyalty/programme/presentation.ts';
import type { Presentation } from '#loyalty/programme/presentation.ts';
import { demoCatalogue } from '#loyalty/programme/presets/catalogue.ts';

const catalogue = demoCatalogue();

describe('the demo catalogue', () => {
  test('has three programmes of three merchants', () => {
    expect(catalogue.map(({ programme }) => programme.id)).toEqual([
      'copper-cup',
      'green-grocer',
      'book-harbour',
    ]);
    expect(new Set(catalogue.map(({ merchant }) => merchant.slug)).size).toBe(3);
  });

  test.each(catalogue)('$programme.id lints without a word', ({ programme }) => {
    expect(lintProgramme(programme)).toEqual([]);
  });

  test.each(catalogue)('$programme.id speaks all five languages', ({ programme, presentation }) => {
    expect(LANGUAGES).toEqual(['en', 'fa', 'ar', 'zh', 'vi']);
    expect(lintPresentation(programme, presentation)).toEqual([]);
  });

  test.each(catalogue)('$programme.id is a demo, and says so', ({ presentation }) => {
    expect(presentation.note).toBe('demo');
  });

  test.each(catalogue)(
    '$programme.id rates only categories that its till offers',
    ({ programme, merchant }) => {
      const rated = JSON.stringify(programme.rules).match(/"by":"line\.cat","of":\{"([a-z-]+)"/);
      expect(merchant.categories).toContain(rated?.[1]);
    },
  );
});

describe('the linter of display data finds', () => {
  const { programme, presentation } = catalogue[0]!;
  const faults: readonly [string, Partial<Presentation>, string, string][] = [
    ['words of another programme', { programme: 'tea-house' }, '/programme', '"tea-house"'],
    ['a colour too light for white text', { colour: '#ff9900' }, '/colour', '#ff9900 (contrast 2.14)'],
    ['a unit without a name', { units: {} }, '/units/bean', 'nothing'],
    [
      'a tier without a name',
      { ladders: { club: { ...presentation.ladders!['club']!, tiers: {} } } },
      '/ladders/club/tiers/guest',
      'nothing',
    ],
    ['an assumption about nothing', { assumed: ['/units/7'] }, '/assumed/0', '/units/7'],
    ['an earning rule without an explanation', { rules: {} }, '/rules/earn', 'nothing'],
  ];
  test.each(faults)('%s', (_, change, path, found) => {
    expect(lintPresentation(programme, { ...presentation, ...change })[0]).toMatchObject({ path, found });
  });

  test('a translation that lost a placeholder', () => {
    const earn = { ...presentation.rules!['earn']!, zh: '得 {qty} 颗豆' };
    const changed = { ...presentation, rules: { ...presentation.rules, earn } };
    expect(lintPresentation(programme, changed)).toMatchObject([
      { path: '/rules/earn/zh', found: '{qty}', expected: 'those of English: {amount}, {qty}' },
    ]);
  });

  test('a placeholder that nobody fills', () => {
    const earn = Object.fromEntries(
      LANGUAGES.map((language) => [language, '{points}']),
    ) as Presentation['name'];
    const changed = { ...presentation, rules: { ...presentation.rules, earn } };
    expect(lintPresentation(programme, changed)).toMatchObject([
      { path: '/rules/earn/en', found: '{points}', expected: 'one of {qty}, {amount}' },
    ]);
  });
});

describe('the parser of display data', () => {
  const { presentation } = catalogue[0]!;

  test('gives back what it accepts', () => {
    expect(parsePresentation(presentation)).toEqual({ ok: true, value: presentation });
  });

  test.each([
    [
      'a missing language',
      { ...presentation, name: { en: 'Cup', fa: 'ف', ar: 'ك', zh: '杯' } },
      'missing_key',
      '/name/vi',
    ],
    ['an icon we do not draw', { ...presentation, icon: 'mug' }, 'not_a_choice', '/icon'],
    ['a colour that is code', { ...presentation, colour: 'red;background:url(x)' }, 'malformed', '/colour'],
    ['an unknown key', { ...presentation, script: 'x' }, 'unknown_key', '/script'],
  ])('refuses %s', (_, input, code, path) => {
    const refused = parsePresentation(input);
    const first = refused.ok ? undefined : refused.error.problems[0];
    expect(first).toMatchObject(code === 'malformed' ? { path } : { code, path });
  });
});

test('contrast with white is that of WCAG 2.2', () => {
  expect(['#000000', '#ffffff', '#767676', '#777777'].map(contrastWithWhite)).toEqual([2100, 100, 454, 447]);
});
