// Token Status List (IETF OAuth, CWT form): one to eight bits per index, deflated, signed by the server. It is the one
// foreign format here: COSE tag 18, text keys in any order, no `lw1` in what is signed.
import { type Bytes, concatBytes } from '#base/bytes.ts';
import { type Result, ok } from '#base/result.ts';
import { type Cbor, type CborMap, decodeCbor, encodeCbor } from './cbor.ts';
import type { CborLimits } from './cbor-scan.ts';
import { ESP256, checkHeaders, readEnvelope, signBare, verifySign1 } from './cose-sign1.ts';
import type { PublicKey } from './messages.ts';
import { kidOfKey } from './public-key.ts';
import { type ProtocolRefusal, refuse } from './refusal.ts';
import type { Signer } from './signer.ts';

export interface StatusList {
  /** The address the list is for. */
  readonly subject: string;
  readonly issuedAtS: number;
  readonly expiresAtS?: number;
  readonly bits: StatusBits;
  /** Inflated: index 0 is in the lowest bits of the first byte. */
  readonly statuses: Bytes;
}
export type StatusBits = 1 | 2 | 4 | 8;

export const STATUS_LIMITS: CborLimits = {
  maxBytes: 1 << 20,
  maxDepth: 8,
  maxItems: 256,
  textKeys: true,
  anyKeyOrder: true,
};
/** 2^23 single bits: as many as any client ever read, and little memory for a bomb. */
const MAX_STATUS_BYTES = 1 << 20;
/** An index beyond a list's end goes on in the list of the next number. */
export const LIST_PLACES = MAX_STATUS_BYTES * 8;
const TAG_18 = 0xd2;
const NO_AAD: Bytes = new Uint8Array(0);
const TYPE = 'application/statuslist+cwt';
const CLAIM = { subject: 2, expiresAt: 4, issuedAt: 6, statusList: 65_533 } as const;
const HEADER = { alg: 1, kid: 4, type: 16 } as const;

/** In which list a `statusIndex` is, and where, of lists whose first has this number. */
export function locateStatus(
  firstNumber: number,
  statusIndex: number,
): { readonly listNumber: number; readonly index: number } {
  const listNumber = firstNumber + Math.floor(statusIndex / LIST_PLACES);
  return { listNumber, index: statusIndex % LIST_PLACES };
}

/** The status at an index (0 valid, 1 invalid, 2 suspended, …), or `undefined` when the list is shorter. */
export function statusAt({ bits, statuses }: StatusList, index: number): number | undefined {
  const perByte = 8 / bits;
  const byte = statuses[Math.floor(index / perByte)];
  return byte === undefined ? undefined : (byte >> ((index % perByte) * bits)) & ((1 << bits) - 1);
}

/** The bytes of a list with these statuses set and all others 0. */
export function packStatuses(bits: StatusBits, size: number, set: ReadonlyMap<number, number>): Bytes {
  const perByte = 8 / bits;
  const statuses = new Uint8Array(Math.ceil(size / perByte));
  for (const [index, status] of set) {
    statuses[Math.floor(index / perByte)]! |= (status & ((1 << bits) - 1)) << ((index % perByte) * bits);
  }
  return statuses;
}

/**
 * Reads a list that one of the keys has signed. Whether it is too old is for who uses it. Refusals: steps 3 to 6,
 * `claims_shape`, `bad_signature`.
 */
export async function openStatusList(
  bytes: Bytes,
  serverKeys: readonly PublicKey[],
): Promise<Result<StatusList, ProtocolRefusal>> {
  const envelope = readEnvelope(bytes[0] === TAG_18 ? bytes.subarray(1) : bytes, STATUS_LIMITS);
  if (!envelope.ok) return envelope;
  const checked = checkHeaders(envelope.value, ESP256);
  if (!checked.ok) return checked;
  if (envelope.value.protectedHeader.get(HEADER.type) !== TYPE) return refuse('wrong_type');
  let genuine = false;
  for (const key of serverKeys) genuine ||= await verifySign1(envelope.value, key, NO_AAD);
  // Inflated only once it is known to be the server's.
  return genuine ? readStatusClaims(envelope.value.payload) : refuse('bad_signature');
}

/** The claims of a status list token. Refusals: `cbor_*`, `claims_shape`. */
export async function readStatusClaims(payload: Uint8Array): Promise<Result<StatusList, ProtocolRefusal>> {
  const decoded = decodeCbor(payload, STATUS_LIMITS);
  if (!decoded.ok) return decoded;
  if (!(decoded.value instanceof Map)) return refuse('claims_shape', 'payload');
  const claims: CborMap = decoded.value;
  const subject = claims.get(CLAIM.subject);
  const issuedAtS = claims.get(CLAIM.issuedAt);
  const expiresAtS = claims.get(CLAIM.expiresAt);
  if (typeof subject !== 'string' || typeof issuedAtS !== 'number') return refuse('claims_shape', 'subject');
  if (expiresAtS !== undefined && typeof expiresAtS !== 'number') return refuse('claims_shape', 'expiresAtS');
  const list = await readStatuses(claims.get(CLAIM.statusList));
  if (!list.ok) return list;
  return ok({ subject, issuedAtS, ...(expiresAtS === undefined ? {} : { expiresAtS }), ...list.value });
}

/** `{bits, lst}`. Refusal: `claims_shape`. */
export async function readStatuses(
  value: Cbor | undefined,
): Promise<Result<Pick<StatusList, 'bits' | 'statuses'>, ProtocolRefusal>> {
  if (!(value instanceof Map)) return refuse('claims_shape', 'status list');
  const bits: Cbor | undefined = value.get('bits');
  const packed: Cbor | undefined = value.get('lst');
  const known = bits === 1 || bits === 2 || bits === 4 || bits === 8;
  if (!known || !(packed instanceof Uint8Array)) return refuse('claims_shape', 'status list');
  const statuses = await inflate(packed.slice());
  return statuses === undefined ? refuse('claims_shape', 'lst') : ok({ bits, statuses });
}

/** Server side. */
export async function makeStatusList(list: StatusList, signer: Signer): Promise<Bytes> {
  const { subject, issuedAtS, expiresAtS, bits, statuses } = list;
  const packed = await collect(streamOf(statuses).pipeThrough(new CompressionStream('deflate')), Infinity);
  const claims = new Map<number, Cbor>([
    [CLAIM.subject, subject],
    [CLAIM.issuedAt, issuedAtS],
    [
      CLAIM.statusList,
      new Map<string, Cbor>([
        ['bits', bits],
        ['lst', packed ?? null],
      ]),
    ],
  ]);
  if (expiresAtS !== undefined) claims.set(CLAIM.expiresAt, expiresAtS);
  const header = new Map<number, Cbor>([
    [HEADER.alg, ESP256],
    [HEADER.kid, await kidOfKey(signer.publicKey)],
    [HEADER.type, TYPE],
  ]);
  return concatBytes(
    Uint8Array.of(TAG_18),
    await signBare(header, encodeCbor(claims), { signer, aad: NO_AAD }),
  );
}

/** `undefined` when it is no zlib stream or grows beyond the limit. */
async function inflate(packed: Bytes): Promise<Bytes | undefined> {
  try {
    return await collect(streamOf(packed).pipeThrough(new DecompressionStream('deflate')), MAX_STATUS_BYTES);
  } catch {
    return undefined;
  }
}

function streamOf(bytes: Bytes): ReadableStream<Bytes> {
  return new ReadableStream({
    start: (controller) => {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}

async function collect(stream: ReadableStream<Uint8Array>, most: number): Promise<Bytes | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > most) {
      await reader.cancel();
      return undefined;
    }
    chunks.push(part.value);
  }
  return concatBytes(...chunks);
}
