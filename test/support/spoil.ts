// Rows as a disk may give them back: a value gone, one of another kind, bytes cut off.
type Row = Readonly<Record<string, unknown>>;

export interface Spoilt {
  readonly how: string;
  readonly row: Row;
}

/** Every way to spoil one value of a row, at whatever depth; its key stays, or it would be another row. */
export function spoiltForms(row: object, keys: readonly string[]): readonly Spoilt[] {
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
