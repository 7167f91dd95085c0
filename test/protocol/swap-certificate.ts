import type { Bytes } from '#base/bytes.ts';
import { type Cbor, QR_LIMITS, decodeCbor, encodeCbor } from '#protocol/cbor.ts';

/** The same signed message with another certificate in its unsigned header. */
export function swapCertificate(message: Bytes, certificate: Bytes): Bytes {
  const parts = valueOf(message);
  if (!Array.isArray(parts)) throw new Error('a message is an array');
  const [header, , payload, signature]: Cbor[] = parts;
  return encodeCbor([
    header ?? null,
    new Map([[13, valueOf(certificate)]]),
    payload ?? null,
    signature ?? null,
  ]);
}

function valueOf(bytes: Bytes): Cbor {
  const decoded = decodeCbor(bytes, QR_LIMITS);
  if (!decoded.ok) throw new Error(decoded.error.kind);
  return decoded.value;
}
