// The vocabulary of the tables that describe the format. The reader, the linter's walk and the JSON Schema all read the same tables.
import type { NamedValues } from './named.ts';
import type { ShapeCode } from './problem.ts';

export type ShapeName = keyof NamedValues;
export type Shape =
  | IntegerShape
  | TextShape
  | ChoiceShape
  | FlagShape
  | ListShape
  | TupleShape
  | MapShape
  | ObjectShape
  | TaggedShape
  | EitherShape
  | LazyShape;

interface Base {
  /** Where the linter may hang a check, and the name of the definition in the JSON Schema. */
  readonly name?: ShapeName;
}
export interface IntegerShape extends Base {
  readonly kind: 'integer';
  readonly min: number;
  readonly max: number;
}
export interface TextShape extends Base {
  readonly kind: 'text';
  readonly pattern: RegExp;
  readonly maxLength: number;
  /** What to expect, in words. */
  readonly what: string;
  /** What a pattern cannot say, such as a day that exists. */
  readonly isReal?: (text: string) => boolean;
}
export interface ChoiceShape extends Base {
  readonly kind: 'choice';
  readonly of: readonly (string | number | boolean)[];
}
export interface FlagShape extends Base {
  readonly kind: 'flag';
}
export interface ListShape extends Base {
  readonly kind: 'list';
  readonly of: Shape;
  readonly min: number;
  readonly max: number;
}
export interface TupleShape extends Base {
  readonly kind: 'tuple';
  readonly of: readonly Shape[];
  readonly what: string;
}
export interface MapShape extends Base {
  readonly kind: 'map';
  readonly key: TextShape;
  readonly of: Shape;
  readonly max: number;
}
export interface ObjectShape extends Base {
  readonly kind: 'object';
  readonly fields: Readonly<Record<string, Field>>;
  /** What one field may be because of another. */
  readonly refine?: Refine;
}
/** Asked only about an object whose fields are all good. */
export type Refine = (value: Readonly<Record<string, unknown>>) => Refinement | undefined;
export interface Refinement {
  readonly key: string;
  readonly code: ShapeCode;
  readonly expected: string;
}
/** Objects told apart by which one of some keys they have. */
export interface TaggedShape extends Base {
  readonly kind: 'tagged';
  readonly arms: Readonly<Record<string, ObjectShape>>;
}
/** Alternatives told apart by their JSON type. */
export interface EitherShape extends Base {
  readonly kind: 'either';
  readonly of: Readonly<Partial<Record<JsonType, Shape>>>;
}
/** A shape that may contain itself; each one counts towards `MAX_DEPTH`. */
export interface LazyShape {
  readonly kind: 'lazy';
  readonly name: ShapeName;
  readonly get: () => Shape;
}
export type JsonType = 'string' | 'number' | 'boolean' | 'list' | 'object';

export interface Field {
  readonly shape: Shape;
  readonly required: boolean;
  /** One sentence for the author; the JSON Schema shows it in an editor. */
  readonly doc: string;
}
interface Required_ extends Field {
  readonly required: true;
}
interface Optional_ extends Field {
  readonly required: false;
}
/** Exactly the keys of `T`, required where `T` requires them: the compiler keeps tables and types together. */
export type FieldsOf<T> = {
  readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? Optional_ : Required_;
};
/** The member of a union that has the key. */
export type Arm<U, K extends string> = Extract<U, Readonly<Record<K, unknown>>>;

export function must(shape: Shape, doc: string): Required_ {
  return { shape, required: true, doc };
}
export function may(shape: Shape, doc: string): Optional_ {
  return { shape, required: false, doc };
}
export function object<T>(fields: FieldsOf<T>, name?: ShapeName): ObjectShape {
  return { kind: 'object', fields, ...(name && { name }) };
}
/** A field whose key must not be spelled in an object literal (`then` would look like a promise). */
export function under<K extends string>(key: K, field: Optional_): Readonly<Record<K, Optional_>> {
  return { [key]: field } as Record<K, Optional_>;
}
export function tagged(arms: Readonly<Record<string, ObjectShape>>, name?: ShapeName): TaggedShape {
  return { kind: 'tagged', arms, ...(name && { name }) };
}
export function either(of: EitherShape['of'], name?: ShapeName): EitherShape {
  return { kind: 'either', of, ...(name && { name }) };
}
export function list(of: Shape, max: number, min = 0, name?: ShapeName): ListShape {
  return { kind: 'list', of, min, max, ...(name && { name }) };
}
export function tuple(of: readonly Shape[], what: string, name?: ShapeName): TupleShape {
  return { kind: 'tuple', of, what, ...(name && { name }) };
}
export function map(key: TextShape, of: Shape, max: number): MapShape {
  return { kind: 'map', key, of, max };
}
export function choice(...of: ChoiceShape['of']): ChoiceShape {
  return { kind: 'choice', of };
}
export function integer(min: number, max: number): IntegerShape {
  return { kind: 'integer', min, max };
}
export function lazy(name: ShapeName, get: () => Shape): LazyShape {
  return { kind: 'lazy', name, get };
}
/** The same text under a name: what the linter resolves. */
export function naming(name: ShapeName, shape: TextShape): TextShape {
  return { ...shape, name };
}
export const flag: FlagShape = { kind: 'flag' };
