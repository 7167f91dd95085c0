import { sha256HexOfText } from '#base/sha256.ts';
import { canonicalJson } from '#loyalty/programme/canonical.ts';
import type { FullState } from './full-state.ts';

/**
 * SHA-256 (hex) over the canonical JSON of the whole state: two engines that folded the same events agree in every bit or in
 * none. Reads everything, so it is for tests and diagnoses.
 */
export function stateHash(state: FullState): string {
  return sha256HexOfText(canonicalJson(plain(state)));
}

/** Maps as sorted pairs and sets as sorted lists: the order in which they were filled says nothing. */
function plain(value: unknown): unknown {
  if (value instanceof Map) {
    return [...(value as ReadonlyMap<unknown, unknown>)]
      .map(([key, item]) => [String(key), plain(item)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }
  if (value instanceof Set) return [...(value as ReadonlySet<unknown>)].map(String).sort();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  }
  return value === Infinity ? 'never' : (value ?? null);
}
