import { hash } from 'node:crypto';

export const BUCKETS = 1_024;

/** Which of 1,024 parts an id's data is in; part of every stored key, so it never changes. The first ten bits of SHA-256 of an id: members, devices and receipts alike. */
export function bucketOf(id: string): number {
  return Number.parseInt(hash('sha256', id, 'hex').slice(0, 4), 16) >> 6;
}

/** For a statement that looks for rows by the rest of their key: so many small looks, where `bucket >= 0` reads everything. */
export const ALL_BUCKETS: readonly number[] = Array.from({ length: BUCKETS }, (_, bucket) => bucket);
