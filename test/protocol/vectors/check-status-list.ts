// The examples of the Token Status List draft against our reader. Plain data in, disagreements out: runs anywhere.
import { bytesFromHex, hexFromBytes } from '#base/bytes.ts';
import { decodeCbor } from '#protocol/cbor.ts';
import { readEnvelope } from '#protocol/cose-sign1.ts';
import {
  openStatusList,
  readStatusClaims,
  readStatuses,
  STATUS_LIMITS,
  statusAt,
} from '#protocol/status-list.ts';

export interface StatusListVector {
  readonly file: string;
  readonly cbor?: string;
  readonly cwt?: string;
  readonly nonzero?: readonly (readonly [number, number])[];
}

export interface StatusListReport {
  readonly checked: number;
  /** Files that we read otherwise. */
  readonly wrong: readonly string[];
}

/** The dumps of the two short lists begin with their statuses before deflating, in hex, and two letters. */
const MAP_OF_TWO = 'a2646269747';

export async function checkStatusLists(vectors: readonly StatusListVector[]): Promise<StatusListReport> {
  const wrong: string[] = [];
  for (const vector of vectors)
    if (!(await (vector.cwt === undefined ? agrees(vector) : agreesOnToken(vector)))) wrong.push(vector.file);
  return { checked: vectors.length, wrong };
}

async function agrees({ cbor = '', nonzero = [] }: StatusListVector): Promise<boolean> {
  const begin = cbor.indexOf(MAP_OF_TWO);
  const map = decodeCbor(bytesFromHex(cbor.slice(begin))!, STATUS_LIMITS);
  const read = map.ok ? await readStatuses(map.value) : map;
  if (!read.ok) return false;
  const plain = /^(.*)ded$/.exec(cbor.slice(0, begin))?.[1];
  if (plain !== undefined) return hexFromBytes(read.value.statuses) === plain;
  const list = { ...read.value, subject: '', issuedAtS: 0 };
  return nonzero.length > 9 && nonzero.every(([index, status]) => statusAt(list, index) === status);
}

/** Its claims are read; its algorithm and key are not ours, so it is refused as a list. */
async function agreesOnToken({ cwt = '' }: StatusListVector): Promise<boolean> {
  const bytes = bytesFromHex(cwt)!;
  const envelope = readEnvelope(bytes.subarray(1), STATUS_LIMITS);
  const claims = envelope.ok ? await readStatusClaims(envelope.value.payload) : envelope;
  const opened = await openStatusList(bytes, []);
  return (
    claims.ok &&
    claims.value.subject === 'https://example.com/statuslists/1' &&
    claims.value.issuedAtS === 1_686_920_170 &&
    claims.value.bits === 1 &&
    !opened.ok &&
    opened.error.kind === 'alg_unsupported'
  );
}
