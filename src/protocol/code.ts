// The text of a code. Most are for our own scanners; two kinds are addresses, so that any camera opens the app.
import type { Bytes } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import { base32FromBytes, bytesFromBase32 } from './base32.ts';
import { base45FromBytes, bytesFromBase45 } from './base45.ts';
import { QR_LIMITS } from './cbor.ts';
import { MESSAGE_TYPE } from './messages.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';

const PREFIX = 'LW1:';
/** Browsers write scheme and host in lower case; what follows is as it was printed. */
const ADDRESS = /^https:\/\/[a-z0-9.-]+(?::\d{1,5})?\/(m\/|r#)(.*)$/i;
/** A host name in upper case, as it is drawn. */
const HOST = /^[A-Z0-9.-]+(:\d{1,5})?$/;
/** The path says what the code is, so it can be nothing else. */
const TYPE_OF_PATH: Readonly<Record<string, number>> = {
  'M/': MESSAGE_TYPE.poster,
  'R#': MESSAGE_TYPE.earnReceipt,
};

/** The text of a QR code: all its characters are in the alphanumeric mode of QR. */
export function codeFromBytes(bytes: Uint8Array): string {
  return PREFIX + base45FromBytes(bytes);
}

/** The address on a printed poster (type 2), all alphanumeric. Throws for a host that is no host name. */
export function posterUrl(host: string, poster: Uint8Array): string {
  return `${originOf(host)}/M/${base32FromBytes(poster)}`;
}

/** The address of a bearer receipt (type 1). Behind `#`, so that whoever serves the page never sees it. */
export function bearerUrl(host: string, receipt: Uint8Array): string {
  return `${originOf(host)}/R#${base32FromBytes(receipt)}`;
}

/** Whether an address can be made of it: a name, with a port where there is one, and nothing else. */
export function isHost(text: string): boolean {
  return HOST.test(text.toUpperCase());
}

function originOf(host: string): string {
  const upper = host.toUpperCase();
  if (!isHost(host)) throw new Error(`bug: ${host} is no host name`);
  return `HTTPS://${upper}`;
}

/** Bytes of a code, and the only type they may be of when its text says so. */
export interface CodeContents {
  readonly bytes: Bytes;
  readonly onlyType?: number;
}

/**
 * Reads a scanned, typed or pasted code. White space around it is tolerated, because paste and keyboard-wedge
 * scanners add it. Refusals: `qr_unknown` (not a code of ours), `b45_*`, `too_large`.
 */
export function readCode(text: string): Result<CodeContents, ProtocolRefusal> {
  // A space is a base45 digit too, but never the last one: it would make its group larger than its bytes.
  const code = text.trim();
  const [, path, packed] = ADDRESS.exec(code) ?? [];
  if (path !== undefined && packed !== undefined) return readAddress(path, packed);
  if (!code.startsWith(PREFIX)) return refuse('qr_unknown');
  const decoded = bytesFromBase45(code.slice(PREFIX.length));
  return decoded.ok ? withinLimits({ bytes: decoded.value }) : decoded;
}

/** `readCode` for who reads the type from the message anyway. */
export function bytesFromCode(text: string): Result<Bytes, ProtocolRefusal> {
  const code = readCode(text);
  return code.ok ? ok(code.value.bytes) : code;
}

function readAddress(path: string, packed: string): Result<CodeContents, ProtocolRefusal> {
  const onlyType = TYPE_OF_PATH[path];
  if (onlyType === undefined) return refuse('qr_unknown');
  const decoded = bytesFromBase32(packed);
  return decoded.ok ? withinLimits({ bytes: decoded.value, onlyType }) : decoded;
}

function withinLimits(code: CodeContents): Result<CodeContents, ProtocolRefusal> {
  return code.bytes.length > QR_LIMITS.maxBytes ? refuse('too_large') : ok(code);
}
