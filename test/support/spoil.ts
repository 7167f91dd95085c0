// Rows as a disk may give them back: a value gone, one of another kind, bytes cut off.
import type { Dexie, IndexableType } from 'dexie';
import { isSound, type RowShapes } from '#storage/row-shape.ts';
export type Row = Readonly<Record<string, unknown>>;

export interface Spoilt {
  readonly how: string;
  readonly row: Row;
}

/** Every way to spoil one value of a row, at whatever depth; its key stays, or it would be another row. */
function spoiltForms(row: object, keys: readonly string[]): readonly Spoilt[] {
  return placesIn(row as Row)
    .filter((path) => !(path.length === 1 && keys.includes(path[0]!)))
    .flatMap((path) => [
      { how: `${path.join('.')} is missing`, row: changed(row, path, () => undefined) },
      { how: `${path.join('.')} is of another kind`, row: changed(row, path, otherKind) },
      ...(valueAt(row, path) instanceof Uint8Array
        ? [{ how: `${path.join('.')} is cut off`, row: changed(row, path, cutOff) }]
        : []),
    ]);
}

/** Of a list the first item stands for all. */
function placesIn(value: Row, before: readonly string[] = []): readonly (readonly string[])[] {
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = [...before, name];
    if (Array.isArray(inner) && before.length < 6)
      return [path, ...placesIn(inner.slice(0, 1) as never, path)];
    return isPlain(inner) && before.length < 6 ? [path, ...placesIn(inner, path)] : [path];
  });
}

function isPlain(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function valueAt(row: object, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, name) => (at as Row)[name], row);
}

function changed(row: object, path: readonly string[], change: (value: unknown) => unknown): Row {
  const [name, ...rest] = path as readonly [string, ...string[]];
  const value = (row as Row)[name];
  const next = rest.length === 0 ? change(value) : changed(value as object, rest, change);
  const copy = Array.isArray(row) ? [...(row as readonly unknown[])] : { ...row };
  const target = copy as unknown as Record<string, unknown>;
  if (next === undefined) delete target[name];
  else target[name] = next;
  return target;
}

function otherKind(value: unknown): unknown {
  return typeof value === 'string' ? 7 : 'spoilt';
}

function cutOff(value: unknown): unknown {
  const bytes = value as Uint8Array;
  return bytes.slice(0, Math.floor(bytes.length / 2));
}

/** `TX_SPOIL=all`: every value of every row, which takes some minutes. */
const isThorough = process.env['TX_SPOIL'] === 'all';

/** Which rows of an app's tables are spoilt, and how. `shapes` is what its rows look like, `db` a database with its tables. */
export function createSpoiler(db: Dexie, shapes: RowShapes) {
  const keysOf = (table: string): readonly string[] => {
    const path = db.table(table).schema.primKey.keyPath ?? [];
    return typeof path === 'string' ? [path] : path;
  };
  return {
    tables: db.tables.map(({ name }) => name).filter((name) => name !== 'quarantine'),
    keyOf: (table: string, row: Row): IndexableType => {
      const keys = keysOf(table).map((name) => row[name]);
      return (keys.length === 1 ? keys[0] : keys) as IndexableType;
    },
    /** Of each way one: the first that is not what such a row looks like. */
    chosen: (table: string, row: Row): readonly Spoilt[] => {
      const all = spoiltForms(row, keysOf(table));
      if (isThorough) return all;
      return ['missing', 'another kind', 'cut off'].flatMap((way) => {
        const ones = all.filter(({ how }) => how.endsWith(way));
        return ones.find((one) => !isSound(shapes, table, one.row)) ?? ones.slice(0, 1);
      });
    },
    /** Every row of those that are told apart by name, else the last one. */
    rowsOf: (table: string, rows: readonly Row[]): readonly Row[] =>
      keysOf(table)[0] === 'name' ? rows : rows.slice(-1),
  };
}
