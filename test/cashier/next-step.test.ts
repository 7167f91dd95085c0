import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LOCALES } from '#base/locale.ts';
import { NEXT_STEPS, actionOf, nextStepOf } from '#cashier/shell/next-step.ts';
import { REFUSAL_KINDS, WALLET_KINDS } from '#i18n/refusal-kinds.ts';
import { wordLoaders as categories } from '#i18n/topics/categories/load.ts';
import { wordLoaders } from '#i18n/topics/next-steps/load.ts';
import { demoCatalogue } from '#loyalty/programme/presets/catalogue.ts';
import { categoryName } from '#ui/category-name.ts';

test.each(LOCALES)(
  'every refusal has a next step for the cashier, and words for it in %s',
  async (locale) => {
    const { words } = await wordLoaders[locale]();
    const atTills = REFUSAL_KINDS.filter((kind) => !WALLET_KINDS.some((own) => own === kind));
    expect(Object.keys(NEXT_STEPS).toSorted()).toEqual(atTills.toSorted());
    for (const kind of REFUSAL_KINDS) {
      const step = nextStepOf(kind);
      expect(words.steps[step], kind).toMatch(/\S/);
      const action = actionOf(step);
      if (action !== undefined) expect(words.actions[action], kind).toMatch(/\S/);
    }
  },
);

test('no sentence is there that no refusal leads to', async () => {
  const { words } = await wordLoaders.en();
  expect(new Set(Object.values(NEXT_STEPS))).toEqual(new Set(Object.keys(words.steps)));
});

test('a refusal newer than this build is told to update', () => {
  expect(nextStepOf('from_the_future')).toBe('update');
  expect(nextStepOf('constructor')).toBe('update');
});

test.each(LOCALES)('every category of the shops that are published has a name in %s', async (locale) => {
  expect(readdirSync(`src/i18n/topics/categories`)).toContain(`${locale}.ts`);
  const { names } = (await categories[locale]()).words;
  const used = demoCatalogue().flatMap(({ merchant }) => merchant.categories);
  for (const category of used) expect(Object.keys(names)).toContain(category);
});

test('a category of the merchant’s own is its identifier made readable', () => {
  expect(categoryName(undefined, 'care-products')).toBe('Care products');
  expect(categoryName({}, 'hand_made-cups')).toBe('Hand made cups');
  expect(categoryName({}, 'constructor')).toBe('Constructor');
  expect(categoryName({ shoes: 'کفش' }, 'shoes')).toBe('کفش');
});
