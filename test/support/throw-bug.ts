/** What a device reports as a bug is one of the test that it happens in. */
export function throwBug(bug: unknown): never {
  throw bug;
}
