import { type Bytes, hexFromBytes } from '#base/bytes.ts';

/** Short form of a member id for people to compare, e.g. "7F3A-91C2": the wallet shows the same. */
export function memberName(memberId: Bytes): string {
  const hex = hexFromBytes(memberId).toUpperCase();
  return `${hex.slice(0, 4)}-${hex.slice(4, 8)}`;
}
