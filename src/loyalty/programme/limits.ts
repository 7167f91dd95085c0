// Every bound of the programme format in one place. A definition may come from a stranger, and the engine's cost grows with it.

/** Bytes of UTF-8; the largest published definition has 12.3 KiB. */
export const MAX_TEXT_BYTES = 256 * 1024;
/** Numbers, strings, lists and objects in one definition, whatever their place. */
export const MAX_VALUES = 40_000;
/** Expressions, conditions and durations inside one another. */
export const MAX_DEPTH = 12;
/** Values that one metric, segment or ladder asks for, with those that these ask for in turn. */
export const MAX_READINGS = 10_000;
/** Problems reported at once; the rest shows after these are mended. */
export const MAX_PROBLEMS = 50;

export const MAX_ID_LENGTH = 64;
export const MAX_FIELD_LENGTH = 64;
export const MAX_STRING_LENGTH = 200;

/** Entries of one list of things with an id (units, rules, ...). */
export const MAX_DECLARATIONS = 300;
export const MAX_VERSIONS = 100;
/** Terms of one `add`, `min`, `max`, `all` or `any`. */
export const MAX_TERMS = 50;
/** Entries of one `steps`, `table` or other list of pairs. */
export const MAX_STEPS = 100;
/** Alternatives of one test, keys of one map. */
export const MAX_ALTERNATIVES = 500;
/** Effects, limits, caps or multipliers of one rule. */
export const MAX_PARTS = 50;
/** Vouchers issued by one effect. */
export const MAX_ISSUED = 1000;

/** A hundred years, in each unit of a duration. */
export const MAX_DURATION = { s: 3_155_760_000, d: 36_525, w: 5_218, mo: 1_200, y: 100 } as const;

export const MIN_YEAR = 1900;
export const MAX_YEAR = 2999;
