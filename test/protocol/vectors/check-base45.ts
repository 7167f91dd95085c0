// Published base45 texts against our codec. Plain data in, disagreements out: runs anywhere.
import { bytesFromHex, bytesFromText, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { base45FromBytes, bytesFromBase45 } from '#protocol/base45.ts';

export interface Base45Vector {
  readonly b45: string;
  readonly utf8?: string;
  readonly hex?: string;
  readonly fail?: boolean;
}

/** Texts that we read or write otherwise than the vector says. */
export function disagreeingTexts(vectors: readonly Base45Vector[]): string[] {
  return vectors.filter((vector) => !agrees(vector)).map((vector) => vector.b45);
}

function agrees({ b45, utf8, hex, fail }: Base45Vector): boolean {
  const decoded = bytesFromBase45(b45);
  if (fail === true || !decoded.ok) return fail === true && !decoded.ok;
  const expected = hex === undefined ? bytesFromText(utf8 ?? '') : (bytesFromHex(hex) ?? new Uint8Array(0));
  return equalBytes(decoded.value, expected) && base45FromBytes(expected) === b45;
}

export interface CertificateVector {
  readonly file: string;
  readonly prefix: string;
  readonly cose?: string;
  readonly expect: Readonly<Record<string, boolean | undefined>>;
}

export interface CertificateReport {
  /** Texts that must decode and did, to the very COSE bytes of the vector. */
  readonly matched: number;
  /** Texts that must not decode and did not. */
  readonly refused: number;
  readonly wrong: readonly string[];
}

/** Health certificates: `HC1:` + base45(zlib(COSE)), the same stack as ours but for the compression. */
export async function checkCertificates(vectors: readonly CertificateVector[]): Promise<CertificateReport> {
  let matched = 0;
  let refused = 0;
  const wrong: string[] = [];
  for (const { file, prefix, cose, expect } of vectors) {
    const decodes = expect['B45DECODE'];
    if (decodes === undefined || !prefix.startsWith('HC1:')) continue;
    const decoded = bytesFromBase45(prefix.slice(4));
    if (!decodes && !decoded.ok) refused++;
    else if (decodes !== decoded.ok) wrong.push(file);
    else if (decoded.ok && expect['COMPRESSION'] === true && cose !== undefined) {
      if (hexFromBytes(await inflate(decoded.value)) === cose) matched++;
      else wrong.push(file);
    }
  }
  return { matched, refused, wrong };
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
