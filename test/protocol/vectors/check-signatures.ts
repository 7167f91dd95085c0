// Published COSE_Sign1 and ECDSA examples against our verification. Plain data in, disagreements out: runs anywhere.
import { type Bytes, bytesFromHex, concatBytes } from '#base/bytes.ts';
import { QR_LIMITS } from '#protocol/cbor.ts';
import { checkHeaders, readEnvelope, verifySign1 } from '#protocol/cose-sign1.ts';
import { compressPoint } from '#protocol/p256-point.ts';
import { verifyEs256 } from '#protocol/public-key.ts';

export interface CoseVector {
  readonly file: string;
  readonly key: { readonly x: string; readonly y?: string };
  readonly external_aad: string;
  readonly cbor: string;
}

export interface EcdsaGroup {
  readonly publicKeyUncompressed: string;
  readonly tests: readonly {
    readonly tcId: number;
    readonly msg: string;
    readonly sig: string;
    readonly result: string;
  }[];
}

const ES256 = -7;

/** Files whose signature verifies inside our profile, whether tagged or not. */
export async function verifiedFiles(vectors: readonly CoseVector[]): Promise<string[]> {
  const verified: string[] = [];
  for (const vector of vectors) if (await verifies(vector)) verified.push(vector.file);
  return verified;
}

async function verifies(vector: CoseVector): Promise<boolean> {
  const envelope = readEnvelope(hex(vector.cbor.replace(/^d2/, '')), QR_LIMITS);
  if (!envelope.ok || !checkHeaders(envelope.value, ES256).ok || vector.key.y === undefined) return false;
  const key = compressPoint(concatBytes(Uint8Array.of(4), hex(vector.key.x), hex(vector.key.y)));
  return verifySign1(envelope.value, key, hex(vector.external_aad));
}

export interface EcdsaReport {
  readonly checked: number;
  /** Test cases where we say otherwise. */
  readonly wrong: readonly number[];
}

export async function checkEcdsa(groups: readonly EcdsaGroup[]): Promise<EcdsaReport> {
  const wrong: number[] = [];
  let checked = 0;
  for (const group of groups) {
    const key = compressPoint(hex(group.publicKeyUncompressed));
    for (const test of group.tests) {
      checked++;
      const verified = await verifyEs256(key, hex(test.sig), hex(test.msg));
      if (verified !== (test.result === 'valid')) wrong.push(test.tcId);
    }
  }
  return { checked, wrong };
}

function hex(text: string): Bytes {
  const bytes = bytesFromHex(text);
  if (bytes === undefined) throw new Error(`not hex: ${text}`);
  return bytes;
}
