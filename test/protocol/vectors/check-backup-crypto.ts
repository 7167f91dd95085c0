// Published AES-GCM and PBKDF2 examples against the engine, with the parameters of the backup file: what our code asks for, and
// what it must be refused. Plain data in, disagreements out: runs anywhere.
import { type Bytes, bytesFromHex, concatBytes, equalBytes } from '#base/bytes.ts';

interface Verdict {
  readonly tcId: number;
  readonly result: string;
}

export interface AesGcmGroup {
  readonly tests: readonly (Verdict & {
    readonly key: string;
    readonly iv: string;
    readonly aad: string;
    readonly msg: string;
    readonly ct: string;
    readonly tag: string;
  })[];
}

export interface Pbkdf2Group {
  readonly tests: readonly (Verdict & {
    readonly password: string;
    readonly salt: string;
    readonly iterationCount: number;
    readonly dkLen: number;
    readonly dk: string;
  })[];
}

export interface CryptoReport {
  readonly checked: number;
  /** Test cases where the engine says otherwise. */
  readonly wrong: readonly number[];
}

export async function checkAesGcm(groups: readonly AesGcmGroup[]): Promise<CryptoReport> {
  return report(groups, async ({ key, iv, aad, msg, ct, tag }) => {
    const raw = await crypto.subtle.importKey('raw', hex(key), 'AES-GCM', false, ['decrypt']);
    const algorithm = { name: 'AES-GCM', iv: hex(iv), additionalData: hex(aad) };
    const sealed = concatBytes(hex(ct), hex(tag));
    const opened = await crypto.subtle.decrypt(algorithm, raw, sealed).catch(() => undefined);
    return opened !== undefined && equalBytes(new Uint8Array(opened), hex(msg));
  });
}

export async function checkPbkdf2(groups: readonly Pbkdf2Group[]): Promise<CryptoReport> {
  return report(groups, async ({ password, salt, iterationCount, dkLen, dk }) => {
    const raw = await crypto.subtle.importKey('raw', hex(password), 'PBKDF2', false, ['deriveBits']);
    const algorithm = { name: 'PBKDF2', hash: 'SHA-256', salt: hex(salt), iterations: iterationCount };
    const derived = await crypto.subtle.deriveBits(algorithm, raw, dkLen * 8).catch(() => undefined);
    return derived !== undefined && equalBytes(new Uint8Array(derived), hex(dk));
  });
}

async function report<T extends Verdict>(
  groups: readonly { readonly tests: readonly T[] }[],
  holds: (test: T) => Promise<boolean>,
): Promise<CryptoReport> {
  const tests = groups.flatMap((group) => group.tests);
  const wrong: number[] = [];
  for (const test of tests) {
    if ((await holds(test)) !== (test.result === 'valid')) wrong.push(test.tcId);
  }
  return { checked: tests.length, wrong };
}

function hex(text: string): Bytes {
  const bytes = bytesFromHex(text);
  if (bytes === undefined) throw new Error(`not hex: ${text}`);
  return bytes;
}
