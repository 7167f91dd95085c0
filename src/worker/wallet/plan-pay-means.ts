import type { Programme } from '#loyalty/programme/types.ts';

const FIELD = 'payWith';

/**
 * The means of payment that a programme tells apart, in the order of the definition: rates chosen by `payWith`, and tests on
 * it. The definition is data, so it is read as data, wherever such a test may stand.
 */
export function payMeansOf(definition: Programme): readonly string[] {
  const found = new Set<string>();
  visit(definition, found);
  return [...found];
}

function visit(node: unknown, found: Set<string>): void {
  if (typeof node !== 'object' || node === null) return;
  const fields = node as Readonly<Record<string, unknown>>;
  if (fields['by'] === FIELD) for (const means of Object.keys(fields['of'] ?? {})) found.add(means);
  const tested = fields[FIELD];
  for (const value of Array.isArray(tested) ? tested : [tested])
    if (typeof value === 'string') found.add(value);
  for (const child of Object.values(fields)) visit(child, found);
}
