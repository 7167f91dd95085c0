import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '#loyalty/programme/canonical.ts';
import { lintProgramme } from '#loyalty/programme/lint.ts';
import { parseProgramme, parseProgrammeText } from '#loyalty/programme/parse.ts';
import { almostDefinition, anyDefinition, anyJson } from './mutations.ts';
import type { Json } from './mutations.ts';

describe('the parser, whatever it is given,', () => {
  test('never throws on JSON and explains every refusal', () => {
    fc.assert(
      fc.property(anyJson, (json) => expectSound(json)),
      { numRuns: 300 },
    );
  });

  test('never throws on mutations of valid definitions, and what it accepts survives canonical JSON', () => {
    fc.assert(
      fc.property(almostDefinition, (json) => expectSound(json)),
      { numRuns: 600 },
    );
  });

  test('never throws on text', () => {
    const cut = fc
      .tuple(anyDefinition, fc.nat())
      .map(([json, at]) => JSON.stringify(json).slice(0, at % JSON.stringify(json).length));
    fc.assert(
      fc.property(fc.oneof(fc.string(), cut), (text) => {
        expect(parseProgrammeText(text)).toMatchObject({ ok: false });
      }),
    );
  });

  test('never accepts an unknown key, wherever it stands', () => {
    const strange = fc.stringMatching(/^zz[a-z]{0,6}$/);
    fc.assert(
      fc.property(anyDefinition, fc.nat(), strange, (definition, at, key) => {
        const copy = structuredClone(definition);
        const objects = objectsIn(copy).filter(({ open }) => !open);
        objects[at % objects.length]!.value[key] = 1;
        const result = parseProgramme(copy);
        const codes = result.ok ? [] : result.error.problems.map(({ code }) => code);
        expect(codes).toContain('unknown_key');
      }),
      { numRuns: 300 },
    );
  });
});

/** Either a refusal in words, or a value that is the input, lints without a throw and survives canonical JSON. */
function expectSound(json: Json): void {
  const result = parseProgramme(json);
  if (!result.ok) {
    expect(result.error.problems.length).toBeGreaterThan(0);
    for (const { path, found, expected } of result.error.problems) {
      expect(path === '' || path.startsWith('/')).toBe(true);
      expect(found.length * expected.length).toBeGreaterThan(0);
    }
    return;
  }
  lintProgramme(result.value);
  const text = canonicalJson(result.value);
  expect(text).toBe(canonicalJson(json));
  expect(parseProgrammeText(text)).toEqual(result);
}

/** Objects of a valid definition; `open` are the maps, whose keys are the author's. */
function objectsIn(
  json: Json,
  open = false,
): readonly { readonly value: Record<string, Json>; readonly open: boolean }[] {
  if (Array.isArray(json)) return json.flatMap((item) => objectsIn(item));
  if (typeof json !== 'object' || json === null) return [];
  const inner = Object.entries(json).flatMap(([key, value]) =>
    objectsIn(
      value,
      ['where', 'line', 'lines'].includes(key) || (key === 'of' && 'by' in json) || key === 'ev',
    ),
  );
  return [{ value: json, open }, ...inner];
}
