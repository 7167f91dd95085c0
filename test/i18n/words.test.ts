import { expect, test } from 'vitest';
import { createFormat } from '#i18n/format.ts';
import { LOCALES, type Locale } from '#base/locale.ts';
import { cashierWordLoaders } from '#i18n/cashier/load.ts';
import { walletWordLoaders } from '#i18n/wallet/load.ts';

type Leaf = string | ((...values: string[]) => string);
type Bundle = { readonly words: unknown };

type Loaders = Readonly<Record<Locale, () => Promise<Bundle>>>;

const TOPICS = import.meta.glob<Loaders>('../../src/i18n/topics/*/load.ts', {
  eager: true,
  import: 'wordLoaders',
});
const APPS: Readonly<Record<string, Loaders>> = {
  wallet: walletWordLoaders,
  cashier: cashierWordLoaders,
  ...Object.fromEntries(Object.entries(TOPICS).map(([path, loaders]) => [path.split('/').at(-2)!, loaders])),
};

/** Every leaf by its path; plural forms count as one leaf, because languages have different categories. */
function leavesOf(words: unknown, path = ''): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  for (const [key, value] of Object.entries(words as object)) {
    const at = path === '' ? key : `${path}.${key}`;
    const isBranch = typeof value === 'object' && value !== null && !isPlural(value);
    if (isBranch) for (const [under, leaf] of leavesOf(value, at)) leaves.set(under, leaf);
    else leaves.set(at, value);
  }
  return leaves;
}

function isPlural(value: object): value is Record<string, string> {
  return 'other' in value && Object.keys(value).every((key) => /^(zero|one|two|few|many|other)$/.test(key));
}

async function leavesIn(app: string, locale: Locale): Promise<Map<string, unknown>> {
  return leavesOf((await APPS[app]![locale]()).words);
}

for (const app of Object.keys(APPS)) {
  for (const locale of LOCALES) {
    test(`${app} words in ${locale} have exactly the English keys`, async () => {
      const english = await leavesIn(app, 'en');
      const here = await leavesIn(app, locale);
      expect(english.size).toBeGreaterThan(app === 'wallet' || app === 'cashier' ? 100 : 2);
      expect([...here.keys()].sort()).toEqual([...english.keys()].sort());
    });

    test(`every ${app} phrase in ${locale} is written out and uses all of its placeholders`, async () => {
      for (const [path, leaf] of await leavesIn(app, locale)) {
        const text = textOf(leaf as Leaf | Record<string, string>);
        expect(text.trim(), `${locale} ${path}`).not.toBe('');
        if (typeof leaf === 'function') {
          for (let place = 0; place < leaf.length; place++) {
            expect(text, `${locale} ${path} drops placeholder ${place + 1}`).toContain(marker(place));
          }
        }
      }
    });
  }
}

for (const locale of LOCALES) {
  test(`plural forms in ${locale} are exactly the categories of the language`, async () => {
    const categories = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
    let seen = 0;
    for (const app of Object.keys(APPS)) {
      for (const [path, leaf] of await leavesIn(app, locale)) {
        if (typeof leaf !== 'object' || leaf === null || !isPlural(leaf)) continue;
        seen++;
        expect(Object.keys(leaf).sort(), `${locale} ${path}`).toEqual([...categories].sort());
        expect(createFormat(locale).plural(5, leaf as { other: string }), `${locale} ${path}`).not.toContain(
          '#',
        );
      }
    }
    expect(seen).toBeGreaterThan(3);
  });
}

test('Persian words use the Persian letters for ye and ke, and no Arabic punctuation of Latin kind', async () => {
  for (const app of Object.keys(APPS)) {
    for (const [path, leaf] of await leavesIn(app, 'fa')) {
      const text = textOf(leaf as Leaf).replaceAll(/«.*?»/g, '');
      expect(text, path).not.toMatch(/[\u064a\u0643]/);
      expect(text, path).not.toMatch(/[,;?]/);
    }
  }
});

// The till's words hold names of fields and keys that are the same in every language.
for (const app of Object.keys(APPS).filter((each) => each !== 'cashier')) {
  test(`no ${app} translation was left in English`, async () => {
    const english = await leavesIn(app, 'en');
    for (const locale of LOCALES.filter((other) => other !== 'en')) {
      for (const [path, leaf] of await leavesIn(app, locale)) {
        if (path === 'app.appName') continue;
        expect(textOf(leaf as Leaf), `${locale} ${path}`).not.toBe(textOf(english.get(path) as Leaf));
      }
    }
  });
}

const marker = (place: number) => `⟦${place}⟧`;

function textOf(leaf: Leaf | Record<string, string>): string {
  if (typeof leaf === 'string') return leaf;
  if (typeof leaf !== 'function') return Object.values(leaf).join(' ');
  const said: unknown = leaf(...Array.from({ length: leaf.length }, (_, place) => marker(place)));
  // The fallback for unknown refusals answers with three texts.
  return typeof said === 'string' ? said : Object.values(said as object).join(' ');
}
