import { bytesFromText } from '#base/bytes.ts';
import type { Measure } from '#loyalty/programme/types.ts';

/** README.md, "Holdout groups": pure and stable, fnv1a32(measure id + "|" + member) mod 100 below the percentage. */
export function isHeldOut(measure: Measure, member: string): boolean {
  return measure.holdout !== undefined && fnv1a32(`${measure.id}|${member}`) % 100 < measure.holdout;
}

/** FNV-1a, 32 bits, over UTF-8 (Fowler, Noll, Vo; RFC 9923). */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of bytesFromText(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash >>> 0;
}
