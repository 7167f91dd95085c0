/** Bytes that own a plain ArrayBuffer: what WebCrypto, IndexedDB and structured clone accept everywhere. */
export type Bytes = Uint8Array<ArrayBuffer>;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function hexFromBytes(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** Inverse of `hexFromBytes`. `undefined` when the text is not an even number of lower-case hex digits. */
export function bytesFromHex(text: string): Bytes | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

export function concatBytes(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
/** What each character of it stands for, by its code; padding stands for zeros. */
const SEXTETS = new Uint8Array(128);
for (let value = 0; value < BASE64.length; value++) SEXTETS[BASE64.codePointAt(value)!] = value;

/** Standard base64 with padding (RFC 4648 section 4): for JSON bodies and HTTP headers. */
export function base64FromBytes(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const group = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += BASE64[group >> 18]! + BASE64[(group >> 12) & 63]!;
    text += i + 1 < bytes.length ? BASE64[(group >> 6) & 63]! : '=';
    text += i + 2 < bytes.length ? BASE64[group & 63]! : '=';
  }
  return text;
}

/** Inverse of `base64FromBytes`; `undefined` unless the text is exactly what it would have written. */
export function bytesFromBase64(text: string): Bytes | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let at = 0;
  let group = 0;
  for (let i = 0; i < text.length; i += 4) {
    group = 0;
    for (let k = 0; k < 4; k++) group = (group << 6) | SEXTETS[text.codePointAt(i + k)!]!;
    for (let shift = 16; shift >= 0 && at < bytes.length; shift -= 8) bytes[at++] = (group >> shift) & 255;
  }
  // Bits that belong to no byte are zero in what is written.
  return (group & ((1 << (8 * padding)) - 1)) === 0 ? bytes : undefined;
}

/** base64url without padding (RFC 4648 section 5): for JWK, WebAuthn, nonces and the part of an address behind `#`. */
export function base64UrlFromBytes(bytes: Uint8Array): string {
  return base64FromBytes(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function bytesFromText(text: string): Bytes {
  return new TextEncoder().encode(text);
}
