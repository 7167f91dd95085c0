// The disk of every device copies each row that goes in or out. Rows are plain data but for a key or two, and for plain data
// a loop is several times as quick as the platform's way; whatever else it meets goes that way.
const platformClone = globalThis.structuredClone;

globalThis.structuredClone = quickClone as typeof structuredClone;

function quickClone(value: unknown, options?: StructuredSerializeOptions): unknown {
  if (options !== undefined) return platformClone(value, options);
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'function' || typeof value === 'symbol' ? platformClone(value) : value;
  }
  if (Array.isArray(value)) return value.map((each) => quickClone(each));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Uint8Array.prototype) return (value as Uint8Array).slice();
  // Nothing can change a key, so one object serves all; seeded-crypto.ts knows it by that.
  if (value instanceof CryptoKey) return value;
  if (prototype !== Object.prototype) return platformClone(value);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) copy[key] = quickClone((value as Record<string, unknown>)[key]);
  return copy;
}
