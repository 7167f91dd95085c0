// What a row must look like before anybody works with it: disks and browsers lose bits, and one such row must not take
// the app with it. Only kinds of value are compared, nothing is computed: thousands of rows are read on the way to a screen.

type Kind = 'text' | 'number' | 'bytes' | 'list' | 'object';
/** Property -> kind; a `?` at its end: it may be missing. */
export type RowShape = Readonly<Record<string, Kind | `${Kind}?`>>;
/** Of those tables of a database that are looked at. */
export type RowShapes = Readonly<Record<string, RowShape>>;

const OUTBOX: RowShape = {
  id: 'text',
  kind: 'text',
  parts: 'list',
  occurredAtMs: 'number',
  epoch: 'number',
  sequence: 'number',
  cose: 'bytes',
  state: 'number',
};

/** Single values, by their name; names that are not here hold nothing that could not be asked for again. */
const META_VALUES: Readonly<Record<string, RowShape>> = {
  journal: { epoch: 'number', sequence: 'number', previous: 'bytes' },
  position: { cursor: 'number' },
  clock: { highWaterMarkMs: 'number' },
  enrolment: { certificate: 'bytes', certificateUntilMs: 'number' },
  nextServerKey: { key: 'bytes', trustedFromMs: 'number' },
  spending: { epoch: 'number', cumulative: 'number', previous: 'bytes' },
};

export const WALLET_ROWS: RowShapes = {
  outbox: OUTBOX,
  receipts: { id: 'text', cose: 'bytes', addedAtMs: 'number', content: 'object?', decision: 'object?' },
  vouchers: { id: 'text', cose: 'bytes', content: 'object', state: 'text', uses: 'number' },
  presentations: { id: 'text', voucherId: 'text', cose: 'bytes', madeAtMs: 'number' },
  payments: {
    id: 'text',
    requestId: 'text',
    request: 'bytes',
    cose: 'bytes',
    content: 'object',
    madeAtMs: 'number',
    receipt: 'object?',
  },
};

export const CASHIER_ROWS: RowShapes = {
  outbox: OUTBOX,
  receipts: { id: 'text', sequence: 'number', eventId: 'text', atMs: 'number' },
};

/** Whether a row of this table is what it should be. */
export function isSound(shapes: RowShapes, table: string, row: unknown): boolean {
  if (table === 'meta') return isSoundMeta(row);
  const shape = shapes[table];
  return shape === undefined || fits(shape, row);
}

function isSoundMeta(row: unknown): boolean {
  const { name, value } = (row ?? {}) as { readonly name?: unknown; readonly value?: unknown };
  if (typeof name !== 'string') return false;
  if (name === 'serverKey') return isOf('bytes', value);
  const shape = META_VALUES[name];
  return shape === undefined || fits(shape, value);
}

function fits(shape: RowShape, row: unknown): boolean {
  if (typeof row !== 'object' || row === null) return false;
  for (const property in shape) {
    const value = (row as Readonly<Record<string, unknown>>)[property];
    const wanted = shape[property]!;
    const isOptional = wanted.endsWith('?');
    if (isOptional && value === undefined) continue;
    if (!isOf((isOptional ? wanted.slice(0, -1) : wanted) as Kind, value)) return false;
  }
  return true;
}

function isOf(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'bytes':
      return ArrayBuffer.isView(value) && value.byteLength > 0;
    case 'list':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null;
  }
}
