import { holds } from './conditions.ts';
import { valueOf } from './expressions.ts';
import { heldTier } from './ladders.ts';
import { metricOf } from './metrics.ts';
import type { Ask } from './scene.ts';

/** Expressions, conditions, metrics and ladders ask each other; only here do they meet. */
export const ASK: Ask = { value: valueOf, holds, metric: metricOf, tier: heldTier };
