// The rules of the style sheets: directions by logic, colours by name, both dark themes alike.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const SHEETS = ['ui', 'wallet', 'cashier', 'demo', 'operator'].flatMap((room) =>
  readdirSync(`src/${room}`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.css'))
    .map((path) => `src/${room}/${path.replaceAll('\\', '/')}`),
);
const declarationsOf = (file: string) =>
  [...withoutComments(readFileSync(file, 'utf8')).matchAll(/(?<=[{;])\s*([\w-]+)\s*:\s*([^;{}]+);/g)].map(
    ([, property, value]) => ({ property: property!, value: value!.trim() }),
  );

/** Properties that name a side of the screen instead of a side of the text. */
const PHYSICAL =
  /^(left|right|top|bottom|(margin|padding|border|scroll-margin|scroll-padding)-(left|right|top|bottom)(-\w+)*|border-(top|bottom)-(left|right)-radius|width|height|(min|max)-(width|height))$/;

test('style sheets were read', () => {
  expect(SHEETS.length).toBeGreaterThan(25);
  expect(SHEETS.flatMap(declarationsOf).length).toBeGreaterThan(500);
});

test.each(SHEETS)('%s names no physical side', (file) => {
  const physical = declarationsOf(file).filter(
    ({ property, value }) =>
      PHYSICAL.test(property) ||
      (/^(text-align|float|clear)$/.test(property) && /\b(left|right)\b/.test(value)),
  );
  expect(physical).toEqual([]);
});

test.each(SHEETS.filter((file) => !file.endsWith('/tokens.css')))(
  '%s spaces no letters apart that join',
  (file) => {
    // Tracking is a token that Persian and Arabic set to nothing, or belongs to codes in Latin letters.
    for (const { property, value } of declarationsOf(file)) {
      if (property === 'letter-spacing') expect(value).toMatch(/var\(--tracking|^0\.04em$|^normal$/);
    }
  },
);

test('dark by the device and dark by choice are the same dark', () => {
  const tokens = withoutComments(readFileSync('src/ui/tokens.css', 'utf8'));
  const blocks = [...tokens.matchAll(/([^{}]+)\{([^{}]+)\}/g)].map(([, selector, body]) => ({
    selector: selector!.trim(),
    body: body!.replaceAll(/\s+/g, ' ').trim(),
  }));
  const bodyOf = (selector: string) => blocks.find((block) => block.selector === selector)?.body;
  const notLight = ":not([data-theme='light'], [data-theme='contrast'])";
  expect(bodyOf(`:root${notLight}`)).toBe(bodyOf(":root[data-theme='dark']"));
  expect(bodyOf(`:root[data-app='cashier']${notLight}`)).toBe(
    bodyOf(":root[data-app='cashier'][data-theme='dark']"),
  );
  expect(bodyOf(":root[data-theme='dark']")).toContain('--paper');
});

test('every colour name that is used is defined', () => {
  const defined = new Set(
    SHEETS.flatMap(declarationsOf)
      .map(({ property }) => property)
      .filter((name) => name.startsWith('--')),
  );
  const setByCode = new Set(['--accent', '--lasts']);
  const used = SHEETS.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/var\((--[\w-]+)\s*\)/g)].map(([, name]) => `${file} ${name}`),
  );
  expect(used.length).toBeGreaterThan(300);
  const missing = used.filter(
    (use) => !defined.has(use.split(' ')[1]!) && !setByCode.has(use.split(' ')[1]!),
  );
  expect(missing).toEqual([]);
});

test.each([
  ['light', ''],
  ['dark', 'dark'],
])('text stands out from its ground in %s (WCAG 2.2 AA)', (_name, theme) => {
  const colours = coloursOf(theme);
  const pairs: readonly (readonly [string, string, number])[] = [
    ['ink', 'paper', 7],
    ['ink-soft', 'paper', 4.5],
    ['ink-soft', 'stock', 4.5],
    ['ink-soft', 'inset', 4.5],
    ['ink-faint', 'paper', 4.5],
    ['brand-text', 'paper', 4.5],
    ['brand-text', 'brand-soft', 4.5],
    ['on-brand', 'brand', 4.5],
    ['line-strong', 'stock', 3],
    ...['good', 'warn', 'bad', 'info'].flatMap((tone) => [
      [tone, `${tone}-soft`, 4.5] as const,
      [tone, 'stock', 4.5] as const,
      ['on-colour', tone, 4.5] as const,
      ['ink', `${tone}-soft`, 7] as const,
    ]),
  ];
  for (const [text, ground, least] of pairs) {
    expect(contrast(colours[text]!, colours[ground]!), `${text} on ${ground}`).toBeGreaterThanOrEqual(least);
  }
});

function coloursOf(theme: string): Readonly<Record<string, string>> {
  const tokens = withoutComments(readFileSync('src/ui/tokens.css', 'utf8'));
  const bodies = [...tokens.matchAll(/([^{}]+)\{([^{}]+)\}/g)];
  const own = (selector: string) => bodies.find(([, name]) => name!.trim() === selector)?.[2] ?? '';
  const text = own(':root') + (theme === '' ? '' : own(`:root[data-theme='${theme}']`));
  return Object.fromEntries(
    [...text.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]),
  );
}

function contrast(a: string, b: string): number {
  const [lighter, darker] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (lighter! + 0.05) / (darker! + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function withoutComments(css: string): string {
  return css.replaceAll(/\/\*[\s\S]*?\*\//g, '');
}
