/** Throws when a condition that only a bug can break does not hold. Never use it on input from outside. */
export function assert(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`bug: ${what}`);
}

/** Makes the compiler prove that every member of a union was handled. */
export function unreachable(value: never): never {
  throw new Error(`bug: unhandled ${JSON.stringify(value)}`);
}
