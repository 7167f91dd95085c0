// What a person downloads before the first screen is usable. Judged on the built output, so build first.
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly css?: readonly string[];
}

/** Bytes of JavaScript after gzip. */
const JS_BUDGET = 35 * 1024;
/** Bytes of CSS after gzip. */
const CSS_BUDGET = 14 * 1024;
/** What must never be part of the first load, by a word that its code cannot do without. */
const LATER = { dexie: 'DexieError', zxing: 'BinaryBitmap', cborg: 'CBOR decode error' };

describe.each(['wallet', 'cashier'])('first load of the %s', (app) => {
  const manifest = JSON.parse(readFileSync(`dist/${app}/.vite/manifest.json`, 'utf8')) as Record<
    string,
    Chunk
  >;
  const first = chunksOfFirstLoad(manifest);
  const scripts = first.map((chunk) => readFileSync(`dist/${app}/${chunk.file}`, 'utf8'));

  test('stays within the budget of JavaScript', () => {
    const bytes = scripts.reduce((sum, text) => sum + gzipSync(text, { level: 9 }).length, 0);
    console.log(
      `${app}: ${first.length} scripts, ${(bytes / 1024).toFixed(1)} kB gzip of ${JS_BUDGET / 1024}`,
    );
    expect(bytes).toBeGreaterThan(4 * 1024);
    expect(bytes).toBeLessThanOrEqual(JS_BUDGET);
  });

  test('stays within the budget of CSS', () => {
    const sheets = [...new Set(first.flatMap((chunk) => chunk.css ?? []))];
    const bytes = sheets.reduce((sum, file) => sum + gzipSync(readFileSync(`dist/${app}/${file}`)).length, 0);
    expect(bytes).toBeGreaterThan(500);
    expect(bytes).toBeLessThanOrEqual(CSS_BUDGET);
  });

  test('the marks of what loads later are real: each is found in some later file', () => {
    const all = filesOf(app);
    for (const mark of Object.values(LATER))
      expect(
        all.some((text) => text.includes(mark)),
        mark,
      ).toBe(true);
  });

  test.each(Object.entries(LATER))('does not hold %s', (_, mark) => {
    expect(scripts.filter((text) => text.includes(mark))).toEqual([]);
  });

  test('the page asks for nothing but its own files', () => {
    const html = readFileSync(`dist/${app}/index.html`, 'utf8');
    expect(html).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
    expect(html).not.toMatch(/\sstyle=|<style/);
  });
});

function chunksOfFirstLoad(manifest: Record<string, Chunk>): Chunk[] {
  const entry = Object.values(manifest).find((chunk) => chunk.isEntry);
  if (!entry) throw new Error('the manifest names no entry');
  const seen = new Set<Chunk>();
  const walk = (chunk: Chunk): void => {
    if (seen.has(chunk)) return;
    seen.add(chunk);
    for (const name of chunk.imports ?? []) walk(manifest[name]!);
  };
  walk(entry);
  // The English words are needed to draw the first screen, although they come as their own chunk.
  for (const name of entry.dynamicImports ?? []) if (/i18n\/\w+\/en\.ts$/.test(name)) walk(manifest[name]!);
  return [...seen];
}

function filesOf(app: string): string[] {
  const folder = `dist/${app}/assets`;
  const names = readdirSync(folder).filter((name) => name.endsWith('.js'));
  return names.map((name) => readFileSync(`${folder}/${name}`, 'utf8'));
}
