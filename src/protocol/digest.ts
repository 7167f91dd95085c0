import { type Bytes, bytesFromText } from '#base/bytes.ts';

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytes));
}

export function digestOfText(text: string): Promise<Bytes> {
  return sha256(bytesFromText(text));
}

/** Six decimal digits for people to compare: SHA-256 mod 1,000,000. */
export async function digitsOf(bytes: Bytes): Promise<string> {
  const rest = (await sha256(bytes)).reduce((left, byte) => (left * 256 + byte) % 1_000_000, 0);
  return String(rest).padStart(6, '0');
}
