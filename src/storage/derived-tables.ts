/**
 * Tables whose rows follow from others and may be lost: no part of the strict transactions, so that nobody's sale waits for a
 * big row to be written, and none of them can fail one.
 */
export const DERIVED_TABLES: ReadonlySet<string> = new Set(['folds', 'glances']);
