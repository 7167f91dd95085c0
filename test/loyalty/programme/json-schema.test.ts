import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { programmeJsonSchema } from '#loyalty/programme/json-schema.ts';
import { parseProgramme } from '#loyalty/programme/parse.ts';
import type { Problem } from '#loyalty/programme/problem.ts';
import { demoCatalogue } from '#loyalty/programme/presets/catalogue.ts';
import { PUBLISHED_DEFINITIONS } from '#loyalty/programme/presets/published/definitions.ts';
import { almostDefinition } from './mutations.ts';
import { isValid } from './schema-validator.ts';

const schema = programmeJsonSchema();
/** What a schema of our kind cannot say: sums over a whole definition, reserved words, a range by another field. */
function isBeyondSchema({ code, path }: Problem): boolean {
  return (
    ['too_deep', 'too_many_values', 'forbidden_key'].includes(code) ||
    (code === 'out_of_range' && path.endsWith('/n'))
  );
}

describe('the JSON Schema', () => {
  test('is the one that is published (npm run programme-schema)', () => {
    const published = readFileSync('public/schema/programme.schema.json', 'utf8');
    expect(published).toBe(`${JSON.stringify(schema, null, 2)}\n`);
  });

  test.each(Object.entries(PUBLISHED_DEFINITIONS))('accepts %s', (_, definition) => {
    expect(isValid(definition, schema)).toBe(true);
  });

  test.each(demoCatalogue())('accepts $programme.id', ({ programme }) => {
    expect(isValid(programme, schema)).toBe(true);
  });

  test('agrees with the parser on definitions that are almost right', () => {
    let accepted = 0;
    fc.assert(
      fc.property(almostDefinition, (definition) => {
        const parsed = parseProgramme(definition);
        fc.pre(parsed.ok || !parsed.error.problems.some(isBeyondSchema));
        expect(isValid(definition, schema)).toBe(parsed.ok);
        accepted += parsed.ok ? 1 : 0;
      }),
      { numRuns: 400 },
    );
    expect(accepted).toBeGreaterThan(0);
  });
});
