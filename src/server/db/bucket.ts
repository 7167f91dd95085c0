import { createHash } from 'node:crypto';

/** How many parts the data can be spread over. Part of every stored key, so it never changes. */
export const BUCKETS = 1024;

/** The first ten bits of SHA-256 of an id: members, devices and receipts alike. */
export function bucketOf(id: string): number {
  return createHash('sha256').update(id).digest().readUInt16BE(0) >> 6;
}
