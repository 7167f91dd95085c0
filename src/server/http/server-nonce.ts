import { createHmac, timingSafeEqual } from 'node:crypto';
import { base64UrlFromBytes, bytesFromBase64, concatBytes, type Bytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';

/** For devices with a wrong clock: a nonce of ours in a signature proves that the signature is fresh. */
export interface ServerNonces {
  readonly make: () => string;
  readonly isOwn: (nonce: string) => boolean;
}

const LIFE_MS = 300_000;
const TIME_BYTES = 6;
const MAC_BYTES = 18;

/** Nothing is remembered: a nonce is a time and its HMAC, so any process of the server knows it again. */
export function createServerNonces(secret: Bytes, clock: Clock): ServerNonces {
  const mac = (time: Uint8Array) =>
    new Uint8Array(createHmac('sha256', secret).update(time).digest().subarray(0, MAC_BYTES));
  return {
    make: () => {
      const time = Buffer.alloc(TIME_BYTES);
      time.writeUIntBE(clock.nowMs(), 0, TIME_BYTES);
      return base64UrlFromBytes(concatBytes(time, mac(time)));
    },
    isOwn: (nonce) => {
      const bytes = bytesFromBase64(nonce.replaceAll('-', '+').replaceAll('_', '/'));
      if (bytes?.length !== TIME_BYTES + MAC_BYTES) return false;
      const time = bytes.slice(0, TIME_BYTES);
      const ageMs = clock.nowMs() - Buffer.from(time).readUIntBE(0, TIME_BYTES);
      return timingSafeEqual(mac(time), bytes.subarray(TIME_BYTES)) && ageMs >= 0 && ageMs <= LIFE_MS;
    },
  };
}
