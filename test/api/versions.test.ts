import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import * as v from 'valibot';
import { PROTOCOL_VERSION } from '#api/limits.ts';
import { contractSchemas, isMessage } from './contract.ts';
import { describeSchema } from './schema-text.ts';
import versions from './versions.json' with { type: 'json' };

interface Line {
  readonly what: string;
  /** Hashes of the messages that it made or changed; none where only a kind of refusal is new. */
  readonly schemas?: Readonly<Record<string, string>>;
}
const HISTORY: readonly { readonly version: number; readonly changes: readonly Line[] }[] = versions;

const exported = await contractSchemas();
const messages = exported.filter(isMessage);

const textOf = (schema: unknown): string => JSON.stringify(describeSchema(schema));

function hashOf(schema: unknown): string {
  return createHash('sha256').update(textOf(schema)).digest('hex').slice(0, 16);
}

/** By message: its hashes in the order of the lines that name it. */
function hashesByName(): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { schemas = {} } of HISTORY.flatMap(({ changes }) => changes))
    for (const [name, hash] of Object.entries(schemas)) found.set(name, [...(found.get(name) ?? []), hash]);
  return found;
}

/**
 * A schema changed? Phones in drawers still speak the old one. What is added must be optional for whoever reads it, or a new
 * kind of change, and test/fixtures must still pass: then add a line about it that names the message and its new hash; lines
 * that are there stay as they are. Anything else is a new PROTOCOL_VERSION beside the old.
 */
test('every message is the one that the last line about it names', () => {
  const now = Object.fromEntries(messages.map(([name, schema]) => [name, hashOf(schema)]));
  const told = Object.fromEntries([...hashesByName()].map(([name, hashes]) => [name, hashes.at(-1)]));
  expect(now).toEqual(told);
  expect(messages.length).toBeGreaterThanOrEqual(29);
});

test('a line names a message only when it has made it another one', () => {
  for (const [name, hashes] of hashesByName())
    for (const [at, hash] of hashes.entries()) expect([name, hash]).not.toEqual([name, hashes[at - 1]]);
});

test('whatever else the contract exports is a part of a message', () => {
  const whole = messages.map(([, schema]) => textOf(schema));
  const parts = exported.filter((each) => !messages.includes(each));
  const lost = parts.filter(([, schema]) => !whole.some((text) => text.includes(textOf(schema))));
  expect(lost.map(([name]) => name)).toEqual([]);
  expect(parts.length).toBeGreaterThan(10);
});

test('the history has every version once, the current one last, each line with words', () => {
  const numbers = HISTORY.map(({ version }) => version);
  expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
  expect(numbers.at(-1)).toBe(PROTOCOL_VERSION);
  for (const { changes } of HISTORY) for (const { what } of changes) expect(what.length).toBeGreaterThan(10);
});

test('a schema that accepts other messages has another text', () => {
  const schemas = [
    v.object({ a: v.string() }),
    v.strictObject({ a: v.string() }),
    v.object({ a: v.number() }),
    v.object({ b: v.string() }),
    v.object({ a: v.optional(v.string()) }),
    v.object({ a: v.pipe(v.string(), v.maxLength(3)) }),
    v.object({ a: v.pipe(v.string(), v.maxLength(4)) }),
    v.object({ a: v.array(v.string()) }),
    v.object({ a: v.record(v.string(), v.string()) }),
    v.object({ a: v.record(v.string(), v.number()) }),
    v.object({ a: v.picklist(['x']) }),
    v.object({ a: v.literal('x') }),
    v.variant('a', [v.object({ a: v.literal('x') })]),
    v.variant('a', [v.object({ a: v.literal('x') }), v.object({ a: v.literal('y') })]),
  ];
  expect(new Set(schemas.map(textOf)).size).toBe(schemas.length);
});
