// The disk of every device copies each row that goes in or out. Rows are plain data but for a key or two, and for plain data
// a loop is several times as quick as the platform's way; whatever else it meets goes that way. What a row holds of plain data
// alone is copied once and then frozen: from there on all copies of the row share it, and whoever writes to it is told.
const platformClone = globalThis.structuredClone;
/** Frozen to the ground. */
const shared = new WeakSet<object>();

globalThis.structuredClone = quickClone as typeof structuredClone;

/** The outermost object is its reader's own: the disk itself writes a new row's number into it. */
function quickClone(value: unknown, options?: StructuredSerializeOptions): unknown {
  if (options !== undefined) return platformClone(value, options);
  if (!isPlain(value)) return copyOf(value);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copy[key] = copyOf(value[key]);
  return copy;
}

function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'function' || typeof value === 'symbol' ? platformClone(value) : value;
  }
  if (shared.has(value)) return value;
  if (value instanceof Uint8Array && Object.getPrototypeOf(value) === Uint8Array.prototype)
    return value.slice();
  // Nothing can change a key, so one object serves all; seeded-crypto.ts knows it by that.
  if (value instanceof CryptoKey) return value;
  if (Array.isArray(value)) return sharedIfFrozen(value.map((each) => copyOf(each)));
  if (!isPlain(value)) return platformClone(value);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copy[key] = copyOf(value[key]);
  return sharedIfFrozen(copy);
}

/** Bytes cannot be frozen, nor can what holds them be shared. */
function sharedIfFrozen<T extends object>(copy: T): T {
  for (const each of Object.values(copy))
    if (typeof each === 'object' && each !== null && !shared.has(each)) return copy;
  shared.add(copy);
  return Object.freeze(copy);
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
