import { type Bytes, bytesFromBase64, hexFromBytes } from '#base/bytes.ts';
import { thumbprint } from '#protocol/public-key.ts';
import { uncompressPoint } from '#protocol/p256-point.ts';

/** A key by which somebody signs, and the id under which we keep it. */
export interface DeviceKey {
  /** Hex of the thumbprint (RFC 9679). */
  readonly id: string;
  readonly publicKey: Bytes;
}

/** The key that a message names in base64; `undefined` unless it is a point of the curve. */
export async function deviceKeyFromBase64(text: string): Promise<DeviceKey | undefined> {
  const publicKey = bytesFromBase64(text);
  if (publicKey === undefined || uncompressPoint(publicKey) === undefined) return undefined;
  return { id: hexFromBytes(await thumbprint(publicKey)), publicKey };
}
