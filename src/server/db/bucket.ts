import { hash } from 'node:crypto';

export const BUCKETS = 1_024;

/** Which of 1,024 parts an id's data is in; part of every stored key, so it never changes. The first ten bits of SHA-256 of an id: members, devices and receipts alike. */
export function bucketOf(id: string): number {
  return Number.parseInt(hash('sha256', id, 'hex').slice(0, 4), 16) >> 6;
}
