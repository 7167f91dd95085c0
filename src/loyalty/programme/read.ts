// Reads unknown data against the tables: rebuilds it, frozen, with known keys only, and collects every problem.
import { assert, unreachable } from '#base/assert.ts';
import { err, ok } from '#base/result.ts';
import type { Result } from '#base/result.ts';
import { MAX_DEPTH, MAX_PROBLEMS, MAX_VALUES } from './limits.ts';
import { childPath, describeValue, quoteShort } from './problem.ts';
import type { Problem } from './problem.ts';
import { didYouMean, readChoice, readInteger, readText } from './read-scalar.ts';
import { refuse } from './reading.ts';
import type { Place, Reading } from './reading.ts';
import type {
  EitherShape,
  JsonType,
  LazyShape,
  ListShape,
  MapShape,
  ObjectShape,
  Shape,
  TaggedShape,
  TupleShape,
} from './shape.ts';
import { closestWord } from './suggest.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** A whole value of type `T`, which the caller's table must describe, or a refusal of the given kind with every problem. */
export function readWhole<T, const K extends string>(
  table: Shape,
  input: unknown,
  kind: K,
): Result<T, { readonly kind: K; readonly problems: readonly Problem[] }> {
  const reading: Reading = { problems: [], values: 0 };
  const value = readShape(table, input, { path: '', depth: 0 }, reading);
  if (reading.problems.length > 0) return err({ kind, problems: reading.problems });
  assert(value !== undefined, 'the reader refuses only with a problem');
  return ok(value as T);
}

/** The rebuilt value, or `undefined` when it was refused; then `reading.problems` says why. */
function readShape(shape: Shape, value: unknown, place: Place, reading: Reading): unknown {
  if (reading.problems.length >= MAX_PROBLEMS || reading.values > MAX_VALUES) return undefined;
  if (shape.kind !== 'either' && shape.kind !== 'lazy') reading.values += 1;
  if (reading.values > MAX_VALUES) {
    const words = { found: 'more', expected: `at most ${MAX_VALUES} values in all` };
    return refuse(reading, place.path, 'too_many_values', words);
  }
  switch (shape.kind) {
    case 'integer':
      return readInteger(shape, value, place, reading);
    case 'text':
      return readText(shape, value, place, reading);
    case 'choice':
      return readChoice(shape, value, place, reading);
    case 'flag':
      return typeof value === 'boolean' ? value : wrongType(value, 'true or false', place, reading);
    case 'list':
      return readList(shape, value, place, reading);
    case 'tuple':
      return readTuple(shape, value, place, reading);
    case 'map':
      return readMap(shape, value, place, reading);
    case 'object':
      return readObject(shape, value, place, reading);
    case 'tagged':
      return readTagged(shape, value, place, reading);
    case 'either':
      return readEither(shape, value, place, reading);
    case 'lazy':
      return readLazy(shape, value, place, reading);
    default:
      return unreachable(shape);
  }
}

function readList(shape: ListShape, value: unknown, place: Place, reading: Reading): unknown {
  if (!Array.isArray(value)) return wrongType(value, 'a list', place, reading);
  const found = describeValue(value);
  if (value.length < shape.min) {
    return refuse(reading, place.path, 'too_few', { found, expected: `at least ${shape.min} in the list` });
  }
  if (value.length > shape.max) {
    return refuse(reading, place.path, 'too_many', { found, expected: `at most ${shape.max} in the list` });
  }
  return readItems(() => shape.of, value, place, reading);
}

function readTuple(shape: TupleShape, value: unknown, place: Place, reading: Reading): unknown {
  if (!Array.isArray(value)) return wrongType(value, shape.what, place, reading);
  if (value.length !== shape.of.length) {
    const code = value.length < shape.of.length ? 'too_few' : 'too_many';
    return refuse(reading, place.path, code, { found: describeValue(value), expected: shape.what });
  }
  return readItems((index) => shape.of[index]!, value, place, reading);
}

function readItems(
  shapeAt: (index: number) => Shape,
  items: readonly unknown[],
  place: Place,
  reading: Reading,
): unknown {
  // Array.from visits holes too, which `map` would pass over in silence.
  return Object.freeze(
    Array.from(items, (item, index) => readShape(shapeAt(index), item, child(place, index), reading)),
  );
}

function readMap(shape: MapShape, value: unknown, place: Place, reading: Reading): unknown {
  if (!isPlainObject(value)) return wrongType(value, 'an object', place, reading);
  const keys = Object.keys(value);
  if (keys.length > shape.max) {
    const words = { found: `an object of ${keys.length} keys`, expected: `at most ${shape.max} keys` };
    return refuse(reading, place.path, 'too_many', words);
  }
  const entries = keys.map((key) => {
    const good = readText(shape.key, key, child(place, key), reading);
    return [
      key,
      good === undefined ? undefined : readShape(shape.of, value[key], child(place, key), reading),
    ];
  });
  return Object.freeze(Object.fromEntries(entries));
}

function readObject(shape: ObjectShape, value: unknown, place: Place, reading: Reading): unknown {
  if (!isPlainObject(value)) return wrongType(value, 'an object', place, reading);
  const known = Object.keys(shape.fields);
  for (const key of Object.keys(value)) {
    if (!Object.hasOwn(shape.fields, key)) refuseKey(key, known, place, reading);
  }
  const rebuilt: Record<string, unknown> = {};
  const problemsBefore = reading.problems.length;
  for (const [key, field] of Object.entries(shape.fields)) {
    if (Object.hasOwn(value, key)) {
      rebuilt[key] = readShape(field.shape, value[key], child(place, key), reading);
    } else if (field.required) {
      const expected = `the key ${quoteShort(key)}: ${field.doc}`;
      refuse(reading, child(place, key).path, 'missing_key', { found: 'nothing', expected });
    }
  }
  const doubt = reading.problems.length === problemsBefore ? shape.refine?.(rebuilt) : undefined;
  if (doubt === undefined) return Object.freeze(rebuilt);
  const words = { found: describeValue(rebuilt[doubt.key]), expected: doubt.expected };
  return refuse(reading, child(place, doubt.key).path, doubt.code, words);
}

function refuseKey(key: string, known: readonly string[], place: Place, reading: Reading): undefined {
  const code = key === '__proto__' ? 'forbidden_key' : 'unknown_key';
  const expected = `one of the keys ${known.join(', ')}${didYouMean(closestWord(key, known))}`;
  return refuse(reading, child(place, key).path, code, { found: `the key ${quoteShort(key)}`, expected });
}

function readTagged(shape: TaggedShape, value: unknown, place: Place, reading: Reading): unknown {
  if (!isPlainObject(value)) return wrongType(value, 'an object', place, reading);
  const tags = Object.keys(shape.arms);
  const present = tags.filter((tag) => Object.hasOwn(value, tag));
  if (present.length === 1) return readObject(shape.arms[present[0]!]!, value, place, reading);
  const known = Object.values(shape.arms).flatMap((arm) => Object.keys(arm.fields));
  const close = Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => closestWord(key, tags));
  const code = present.length === 0 ? 'no_variant' : 'ambiguous_variant';
  const found = present.length === 0 ? describeValue(value) : `both ${present.map(quoteShort).join(' and ')}`;
  const wanted = tags.length === 1 ? `the key ${tags[0]}` : `exactly one of the keys ${tags.join(', ')}`;
  const expected = `${wanted}${didYouMean(close.find((word) => word !== undefined))}`;
  return refuse(reading, place.path, code, { found, expected });
}

const TYPE_WORDS: Readonly<Record<JsonType, string>> = {
  string: 'a text',
  number: 'an integer',
  boolean: 'true or false',
  list: 'a list',
  object: 'an object',
};

function readEither(shape: EitherShape, value: unknown, place: Place, reading: Reading): unknown {
  const type = jsonType(value);
  const arm = type && shape.of[type];
  if (arm !== undefined) return readShape(arm, value, place, reading);
  const types = Object.keys(shape.of) as JsonType[];
  return wrongType(value, types.map((known) => TYPE_WORDS[known]).join(' or '), place, reading);
}

function jsonType(value: unknown): JsonType | undefined {
  if (Array.isArray(value)) return 'list';
  if (isPlainObject(value)) return 'object';
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : undefined;
}

function readLazy(shape: LazyShape, value: unknown, place: Place, reading: Reading): unknown {
  const depth = place.depth + 1;
  if (depth > MAX_DEPTH) {
    const words = { found: 'a deeper one', expected: `at most ${MAX_DEPTH} inside one another` };
    return refuse(reading, place.path, 'too_deep', words);
  }
  return readShape(shape.get(), value, { path: place.path, depth }, reading);
}

function child(place: Place, key: string | number): Place {
  return { path: childPath(place.path, key), depth: place.depth };
}

function wrongType(value: unknown, expected: string, place: Place, reading: Reading): undefined {
  return refuse(reading, place.path, 'wrong_type', { found: describeValue(value), expected });
}

/** What JSON.parse and structured clone make; never a class instance, which could answer differently when asked twice. */
function isPlainObject(value: unknown): value is JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
