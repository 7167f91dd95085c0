import { createHash } from 'node:crypto';

export const BUCKETS = 1_024;

/** Which of 1,024 parts an id's data is in; part of every stored key, so it never changes. The first ten bits of SHA-256 of an id: members, devices and receipts alike. */
export function bucketOf(id: string): number {
  return createHash('sha256').update(id).digest().readUInt16BE(0) >> 6;
}
