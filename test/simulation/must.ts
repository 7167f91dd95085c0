export class Violation extends Error {
  override readonly name = 'Violation';
}

/** A rule of the world, in words that a person understands without this code. */
export function must(holds: boolean, rule: string): void {
  if (!holds) throw new Violation(rule);
}
