// What a row must look like before anybody works with it: disks and browsers lose bits, and one such row must not take
// the app with it. Only kinds of value are compared, nothing is computed: thousands of rows are read on the way to a screen.

/** Whether a value is what it should be. */
export type Shape = (value: unknown) => boolean;
/** Of every table of a database, by its name. */
export type RowShapes = Readonly<Record<string, Shape>>;
/** A shape for each property: who adds one to a row says here what it looks like. */
export type Fields<T> = { readonly [K in keyof T]-?: Shape };

/** Whether a row of this table is what it should be. */
export function isSound(shapes: RowShapes, table: string, row: unknown): boolean {
  return shapes[table]?.(row) ?? true;
}

export const anything: Shape = () => true;
export const text: Shape = (value) => typeof value === 'string';
export const flag: Shape = (value) => typeof value === 'boolean';
export const whole: Shape = (value) => Number.isSafeInteger(value);
export const count: Shape = (value) => Number.isSafeInteger(value) && (value as number) >= 0;

/** What a date can be made of. */
const MOST_MS = 8_640_000_000_000_000;
/** Not every clock gives whole milliseconds. */
export const ms: Shape = (value) => typeof value === 'number' && value >= 0 && value <= MOST_MS;
export const seconds: Shape = (value) => count(value) && (value as number) <= MOST_MS / 1_000;

export const bytes: Shape = (value) => isBytes(value) && value.length > 0;

const SIGNATURE_BYTES = 64;

export function bytesOf(length: number): Shape {
  return (value) => isBytes(value) && value.length === length;
}

const LIST_OF_FOUR = 0x84;
const TAG_18 = 0xd2;

/** COSE_Sign1, bare or tagged: a list of four whose last is a signature. One that was cut off does not end so. */
export const signed: Shape = (value) => {
  if (!isBytes(value) || (value[0] !== LIST_OF_FOUR && value[0] !== TAG_18)) return false;
  const end = value.length - SIGNATURE_BYTES;
  return end > 2 && value[end - 2] === 0x58 && value[end - 1] === SIGNATURE_BYTES;
};

/** Lower-case hex of exactly so many bytes. */
export function hex(length: number): Shape {
  const pattern = new RegExp(`^[0-9a-f]{${2 * length}}$`);
  return (value) => typeof value === 'string' && pattern.test(value);
}

export function oneOf(...values: readonly (string | number | boolean)[]): Shape {
  const known: ReadonlySet<unknown> = new Set(values);
  return (value) => known.has(value);
}

/** It may be missing. */
export function maybe(shape: Shape): Shape {
  return (value) => value === undefined || shape(value);
}

export function listOf(shape: Shape): Shape {
  return (value) => Array.isArray(value) && value.every((item) => shape(item));
}

/** Of whatever names. */
export function mapOf(shape: Shape): Shape {
  return (value) => isObject(value) && Object.values(value).every((item) => shape(item));
}

export const object: Shape = (value) => isObject(value);

/** What it has besides is not looked at. */
export function fields<T>(of: Fields<T>): Shape {
  const names = Object.keys(of);
  const shapes = names.map((name) => of[name as keyof T]);
  return (value) => {
    if (!isObject(value)) return false;
    for (let at = 0; at < names.length; at++) if (!shapes[at]!(value[names[at]!])) return false;
    return true;
  };
}

/** Rows of one table that are told apart by a property. A name that is not here holds nothing that this build reads. */
export function byName(name: string, shapes: RowShapes): Shape {
  return (value) =>
    isObject(value) && typeof value[name] === 'string' && (shapes[value[name]]?.(value) ?? true);
}

/** Not by its class: what a database gives back may be of another realm. */
function isBytes(value: unknown): value is Uint8Array {
  return ArrayBuffer.isView(value) && 'length' in value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
