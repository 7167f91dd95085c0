import { MAX_BODY_BYTES } from '#api/limits.ts';
import type { PushedRecord } from '#api/sync.ts';

export const FIRST_BATCH = 50;
export const LARGEST_BATCH = 200;
const SMALLEST_BATCH = 1;
const FAST_ROUND_MS = 2_000;
/** Room for the braces, keys, ids and numbers around each sealed record. */
const RECORD_OVERHEAD_BYTES = 96;
const ENVELOPE_BYTES = 512;

/** A full batch that came back fast doubles the next one. */
export function sizeAfterSuccess(size: number, sent: number, tookMs: number): number {
  return sent === size && tookMs < FAST_ROUND_MS ? Math.min(LARGEST_BATCH, size * 2) : size;
}

/** A timeout or a 413 halves it. */
export function sizeAfterTrouble(size: number): number {
  return Math.max(SMALLEST_BATCH, Math.floor(size / 2));
}

/** The longest head of the batch whose body stays within the server's limit; never empty when there is a record. */
export function fitToBody(records: readonly PushedRecord[]): readonly PushedRecord[] {
  let bytes = ENVELOPE_BYTES;
  const tooMany = records.findIndex((record, index) => {
    bytes += record.cose.length + RECORD_OVERHEAD_BYTES;
    return index > 0 && bytes > MAX_BODY_BYTES;
  });
  return tooMany === -1 ? records : records.slice(0, tooMany);
}
