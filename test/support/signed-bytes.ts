import type { Bytes } from '#base/bytes.ts';

/** What looks like a signed message from outside: a list of four that ends with a signature. */
export function signedBytes(mark = 1): Bytes {
  return new Uint8Array([0x84, 0x41, mark, 0xa0, 0x41, mark, 0x58, 64, ...new Uint8Array(64).fill(mark)]);
}
