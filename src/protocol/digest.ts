import { type Bytes, bytesFromText } from '#base/bytes.ts';

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytes));
}

export function digestOfText(text: string): Promise<Bytes> {
  return sha256(bytesFromText(text));
}
