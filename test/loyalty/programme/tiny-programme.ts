// The smallest definitions that tests vary. Plain JSON-like data, on purpose not typed as a Programme: tests also break it.

export function tinyProgramme(more: object = {}): Record<string, unknown> {
  return { id: 'tiny', tz: 'UTC', currency: { code: 'EUR', exp: 2 }, ...more };
}

export function withRule(rule: unknown): Record<string, unknown> {
  return tinyProgramme({ units: [{ id: 'point', scale: 0 }], rules: [rule] });
}
