// Published CBOR examples against the guarded codec. Plain data in, a list of disagreements out: runs anywhere.
import { bytesFromHex, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { decodeCbor, encodeCbor } from '#protocol/cbor.ts';
import type { CborLimits } from '#protocol/cbor-scan.ts';

export interface HexVector {
  readonly hex: string;
}

const LIMITS: CborLimits = { maxBytes: 4096, maxDepth: 16, maxItems: 512, textKeys: true };

export interface CborReport {
  readonly accepted: number;
  readonly refused: number;
  /** Accepted, but not written again as the same bytes. */
  readonly altered: readonly string[];
}

export function checkCbor(vectors: readonly HexVector[]): CborReport {
  let accepted = 0;
  const altered: string[] = [];
  for (const { hex } of vectors) {
    const bytes = bytesFromHex(hex) ?? new Uint8Array(0);
    const decoded = decodeCbor(bytes, LIMITS);
    if (!decoded.ok) continue;
    accepted++;
    if (!equalBytes(encodeCbor(decoded.value), bytes)) altered.push(hexFromBytes(bytes));
  }
  return { accepted, refused: vectors.length - accepted, altered };
}

/** Integers that the profile leaves out: bignums (tags 2 and 3) and those above 2^53. */
export function isBeyondSafe(hex: string): boolean {
  return /^(c[23]|[13]bf)/.test(hex);
}
