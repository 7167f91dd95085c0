// Shapes as data: which label holds which field. One reader and one writer serve every message.
import { assert } from '#base/assert.ts';
import { type Cbor, type CborMap } from './cbor.ts';
import type { Codec } from './fields.ts';

/** Where a field of a message is: a registered CWT claim, or a short label of our private claim. */
export interface Field<T, Optional extends boolean = boolean> {
  readonly place: 'claim' | 'label';
  readonly number: number;
  readonly codec: Codec<T>;
  readonly optional: Optional;
}

/** One field for each property of `T`, optional exactly where the property is. */
export type FieldsOf<T> = {
  readonly [K in keyof T]-?: Field<Exclude<T[K], undefined>, object extends Pick<T, K> ? true : false>;
};

export function claim<T>(number: number, codec: Codec<T>): Field<T, false> {
  return { place: 'claim', number, codec, optional: false };
}
export function optionalClaim<T>(number: number, codec: Codec<T>): Field<T, true> {
  return { place: 'claim', number, codec, optional: true };
}
export function label<T>(number: number, codec: Codec<T>): Field<T, false> {
  return { place: 'label', number, codec, optional: false };
}
export function optionalLabel<T>(number: number, codec: Codec<T>): Field<T, true> {
  return { place: 'label', number, codec, optional: true };
}

export interface ClaimMaps {
  readonly claim: CborMap;
  readonly label: CborMap;
}

/** The fields, or the name of the first one that is missing or of another kind. */
export function readFields<T>(
  fields: FieldsOf<T>,
  maps: ClaimMaps,
): { readonly value: T } | { readonly fault: string } {
  const read: Record<string, unknown> = {};
  for (const [name, field] of layoutOf(fields).entries) {
    const wire = maps[field.place].get(field.number);
    if (wire === undefined && field.optional) continue;
    const value = wire === undefined ? undefined : field.codec.read(wire);
    if (value === undefined) return { fault: name };
    read[name] = value;
  }
  // `FieldsOf<T>` names every property of T, and the loop has filled all that are not optional.
  return { value: read as T };
}

export function writeFields<T>(fields: FieldsOf<T>, value: T): ClaimMaps {
  const maps = { claim: new Map<number, Cbor>(), label: new Map<number, Cbor>() };
  for (const [name, field] of layoutOf(fields).entries) {
    const one = (value as Readonly<Record<string, unknown>>)[name];
    assert(one !== undefined || field.optional, `${name} is missing`);
    if (one !== undefined) maps[field.place].set(field.number, field.codec.write(one));
  }
  return maps;
}

/** Numbers in `map` that no field of this place has. */
export function unknownNumbers<T>(
  fields: FieldsOf<T>,
  place: 'claim' | 'label',
  map: CborMap,
): (number | string)[] {
  const known = layoutOf(fields)[place];
  return [...map.keys()].filter((key) => typeof key !== 'number' || !known.has(key));
}

/** A map inside a message: labels only, none unknown. */
export function mapOf<T>(fields: FieldsOf<T>): Codec<T> {
  return {
    read: (value) => {
      if (!(value instanceof Map) || unknownNumbers(fields, 'label', value).length > 0) return undefined;
      const read = readFields(fields, { claim: new Map(), label: value });
      return 'value' in read ? read.value : undefined;
    },
    write: (value) => writeFields(fields, value).label,
  };
}

/** A row `[a, b, c?]` inside a message: labels are positions, optional ones at the end. */
export function rowOf<T>(fields: FieldsOf<T>): Codec<T> {
  const inner = mapOf(fields);
  return {
    read: (value) => (Array.isArray(value) ? inner.read(new Map(value.entries())) : undefined),
    write: (value) => {
      const columns = writeFields(fields, value).label;
      return Array.from(columns.values());
    },
  };
}

interface Layout {
  readonly entries: readonly (readonly [string, Field<unknown>])[];
  /** Numbers of the fields in this place. */
  readonly claim: ReadonlySet<number>;
  readonly label: ReadonlySet<number>;
}

/** Shapes are constants, and a push reads hundreds of messages by them. */
const layouts = new WeakMap<object, Layout>();

function layoutOf<T>(fields: FieldsOf<T>): Layout {
  const known = layouts.get(fields);
  if (known !== undefined) return known;
  // The compiler cannot follow that each codec meets only the property it was declared for.
  const entries = Object.entries(fields) as [string, Field<unknown>][];
  const numbersIn = (place: Field<unknown>['place']) =>
    new Set(entries.flatMap(([, field]) => (field.place === place ? [field.number] : [])));
  const layout = { entries, claim: numbersIn('claim'), label: numbersIn('label') };
  layouts.set(fields, layout);
  return layout;
}
