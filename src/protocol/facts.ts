import { bytesOf, listOf, minorUnits, oneOf, text } from './fields.ts';
import type { FactLine, Facts } from './messages.ts';
import { label, mapOf, optionalLabel, rowOf } from './schema.ts';

export const MAX_FACT_LINES = 6;

const factLine = rowOf<FactLine>({
  amountMinor: label(0, minorUnits),
  category: label(1, text(32)),
  store: optionalLabel(2, text(32)),
});

export const facts = mapOf<Facts>({
  kind: label(0, oneOf(['purchase', 'refund', 'activity', 'visit'])),
  lines: label(1, listOf(factLine, 0, MAX_FACT_LINES)),
  payWith: optionalLabel(2, text(24)),
  reverses: optionalLabel(3, bytesOf(16)),
});
