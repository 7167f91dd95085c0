import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '#loyalty/programme/canonical.ts';
import { lintProgramme } from '#loyalty/programme/lint.ts';
import { parseProgramme, parseProgrammeText } from '#loyalty/programme/parse.ts';
import { PUBLISHED_DEFINITIONS } from '#loyalty/programme/presets/published/definitions.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const definitions = Object.values(PUBLISHED_DEFINITIONS) as Json[];
const anyDefinition = fc.constantFrom(...definitions);
const anyJson = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>;

/** One definition with some of its places replaced, removed, doubled or given another key. */
const mutated = fc
  .tuple(
    anyDefinition,
    fc.array(fc.record({ at: fc.nat(), kind: fc.nat(4), with: anyJson }), { minLength: 1, maxLength: 4 }),
  )
  .map(([definition, edits]) =>
    edits.reduce((json, edit) => mutate(json, edit), structuredClone(definition)),
  );

describe('the parser, whatever it is given,', () => {
  test('never throws on JSON and explains every refusal', () => {
    fc.assert(
      fc.property(anyJson, (json) => expectSound(json)),
      { numRuns: 300 },
    );
  });

  test('never throws on mutations of valid definitions, and what it accepts survives canonical JSON', () => {
    fc.assert(
      fc.property(mutated, (json) => expectSound(json)),
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

interface Edit {
  readonly at: number;
  readonly kind: number;
  readonly with: Json;
}

function mutate(root: Json, edit: Edit): Json {
  const parents = containersIn(root);
  const parent = parents[edit.at % Math.max(1, parents.length)];
  if (parent === undefined) return edit.with;
  const keys = Object.keys(parent);
  const key = keys[edit.at % Math.max(1, keys.length)] ?? 'x';
  const holder = parent as Record<string, Json>;
  if (edit.kind === 0) holder[key] = edit.with;
  else if (edit.kind === 1) delete holder[key];
  else if (edit.kind === 2) holder[`${key}x`] = holder[key] ?? null;
  else if (Array.isArray(parent)) parent.push(parent[0] ?? edit.with);
  else holder[key] = [holder[key] ?? null];
  return root;
}

function containersIn(json: Json): readonly (Json[] | { [key: string]: Json })[] {
  if (typeof json !== 'object' || json === null) return [];
  return [json, ...Object.values(json).flatMap(containersIn)];
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
