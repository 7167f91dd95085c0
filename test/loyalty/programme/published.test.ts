import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '#loyalty/programme/canonical.ts';
import { lintProgramme } from '#loyalty/programme/lint.ts';
import { lintTogether } from '#loyalty/programme/lint-together.ts';
import { parseProgramme } from '#loyalty/programme/parse.ts';
import { lintPresentation } from '#loyalty/programme/lint-presentation.ts';
import { publishedCatalogue } from '#loyalty/programme/presets/published/catalogue.ts';
import { PUBLISHED_DEFINITIONS } from '#loyalty/programme/presets/published/definitions.ts';
import type { Programme } from '#loyalty/programme/types.ts';

const published = Object.entries(PUBLISHED_DEFINITIONS);

describe('the published definitions', () => {
  test('are 25', () => expect(published.length).toBe(25));

  test.each(published)('%s parses without loss and lints without an error', (_, definition) => {
    const parsed = parseProgramme(definition);
    expect(parsed).toEqual({ ok: true, value: definition });
    const problems = parsed.ok ? lintProgramme(parsed.value) : [];
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('are warned about only where they mean it', () => {
    const warned = published.flatMap(([name, definition]) =>
      lintProgramme(definition as Programme).map(({ code, path }) => `${name} ${code} ${path}`),
    );
    // The laboratory rates 7 points worth 7 for each 5 paid, to test large products.
    expect(warned).toEqual(['engine-lab refund_profit /rules/0/do/0/earn']);
  });

  test('fit together, each programme once', () => {
    const once = new Map(
      published.map(([, definition]) => [(definition as Programme).id, definition as Programme]),
    );
    expect(lintTogether([...once.values()])).toEqual([]);
  });
});

describe('the display data of the published definitions', () => {
  const catalogue = publishedCatalogue();

  test.each(catalogue)('of $name cover it in five languages', ({ programme, presentation }) => {
    expect(lintPresentation(programme, presentation)).toEqual([]);
  });

  test('say that they are modelled and what is assumed, save for the two laboratories', () => {
    const modelled = catalogue.filter(({ presentation }) => presentation.note === 'modelled');
    expect(modelled.length).toBe(23);
    for (const { presentation } of modelled) expect(presentation.assumed).not.toHaveLength(0);
  });
});

const GOLDEN = '../shared/golden/golden.json';

test('the published definitions are those of the golden scenarios', (context) => {
  if (!existsSync(GOLDEN)) return context.skip(`${GOLDEN} is not there`);
  const golden = JSON.parse(readFileSync(GOLDEN, 'utf8')).definitionsInProposedFormat as object;
  const named = Object.entries(golden).map(([name, definition]) => [name.replace(/[+@]/g, '-'), definition]);
  expect(canonicalJson(Object.fromEntries(named))).toBe(canonicalJson(PUBLISHED_DEFINITIONS));
});
