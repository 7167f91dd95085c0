import { deflateSync } from 'node:zlib';
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesFromHex, hexFromBytes } from '#base/bytes.ts';
import { type Cbor, decodeCbor } from '#protocol/cbor.ts';
import { readEnvelope } from '#protocol/cose-sign1.ts';
import {
  STATUS_LIMITS,
  type StatusList,
  makeStatusList,
  openStatusList,
  packStatuses,
  readStatusClaims,
  readStatuses,
  statusAt,
} from '#protocol/status-list.ts';
import { diceOf } from './fuzz/dice.ts';
import * as world from './world.ts';

const VECTORS = '../shared/vectors/token-status-list.json';
const present = existsSync(VECTORS);
if (!present) console.log(`skipped: the public vectors are not at ${VECTORS}`);

interface Vector {
  readonly file: string;
  readonly cbor?: string;
  readonly cwt?: string;
  readonly nonzero?: readonly (readonly [number, number])[];
}
const vectors: readonly Vector[] = present ? JSON.parse(readFileSync(VECTORS, 'utf8')).vectors : [];
/** The dumps of the two short lists begin with their statuses before deflating, in hex, and two letters. */
const MAP_OF_TWO = 'a2646269747';

function hexOf({ cbor = '' }: Vector): string {
  return cbor.slice(cbor.indexOf(MAP_OF_TWO));
}

function valueOf(hex: string): Cbor {
  const decoded = decodeCbor(bytesFromHex(hex)!, STATUS_LIMITS);
  return decoded.ok ? decoded.value : expect.fail(decoded.error.kind);
}

describe.skipIf(!present)('public vectors', () => {
  const lists = vectors.filter(({ cbor = '' }) => cbor.includes(MAP_OF_TWO));

  test('are all here', () => {
    expect(lists).toHaveLength(6);
    expect(vectors).toHaveLength(7);
  });

  test.each(lists)('$file', async (vector) => {
    const read = await readStatuses(valueOf(hexOf(vector)));
    const list = read.ok ? read.value : expect.fail(read.error.kind);
    const all = { ...list, subject: '', issuedAtS: 0 };
    const plain = /^(.*)ded$/.exec(vector.cbor!.slice(0, vector.cbor!.indexOf(MAP_OF_TWO)))?.[1];
    if (plain !== undefined) expect(hexFromBytes(list.statuses)).toBe(plain);
    else for (const [index, status] of vector.nonzero!) expect(statusAt(all, index), `${index}`).toBe(status);
    expect(plain ?? vector.nonzero!.length > 9).toBeTruthy();
  });

  test('the CWT: its claims are read, its other algorithm and key are refused', async () => {
    const bytes = bytesFromHex(vectors.find(({ cwt }) => cwt !== undefined)!.cwt!)!;
    const envelope = readEnvelope(bytes.subarray(1), STATUS_LIMITS);
    const claims = envelope.ok ? await readStatusClaims(envelope.value.payload) : envelope;
    expect(claims).toMatchObject({
      ok: true,
      value: { subject: 'https://example.com/statuslists/1', issuedAtS: 1_686_920_170, bits: 1 },
    });
    expect(await openStatusList(bytes, [world.serverSigner.publicKey])).toMatchObject({
      error: { kind: 'alg_unsupported' },
    });
  });
});

const list: StatusList = {
  subject: 'https://pay.example/status/0',
  issuedAtS: world.NOW_S,
  expiresAtS: world.NOW_S + 86_400,
  bits: 1,
  statuses: packStatuses(
    1,
    1 << 17,
    new Map([
      [5, 1],
      [131_071, 1],
    ]),
  ),
};
const serverKeys = [world.serverSigner.publicKey];

describe('a list of ours', () => {
  test('comes back as it was, small', async () => {
    const bytes = await makeStatusList(list, world.serverSigner);
    expect(await openStatusList(bytes, serverKeys)).toEqual({ ok: true, value: list });
    expect(bytes.length).toBeLessThan(300);
    expect([4, 5, 6, 131_071, 131_072].map((index) => statusAt(list, index))).toEqual([
      0,
      1,
      0,
      1,
      undefined,
    ]);
  });

  test('with 1 % of 100,000 revoked is as small as promised', async () => {
    const dice = diceOf(1);
    const revoked = new Map(Array.from({ length: 1_000 }, () => [dice.below(100_000), 1] as const));
    const bytes = await makeStatusList(
      { ...list, statuses: packStatuses(1, 100_000, revoked) },
      world.serverSigner,
    );
    console.log(`status list of 100,000 with 1,000 revoked: ${bytes.length} bytes`);
    expect(bytes.length).toBeLessThan(2_500);
  });

  test('of another key, or with a flipped bit, is refused', async () => {
    const forged = await makeStatusList(list, world.strangerSigner);
    expect(await openStatusList(forged, serverKeys)).toMatchObject({ error: { kind: 'bad_signature' } });
    const bytes = await makeStatusList(list, world.serverSigner);
    for (let at = 0; at < bytes.length; at++) {
      const altered = bytes.slice();
      altered[at]! ^= 1 << (at % 8);
      expect((await openStatusList(altered, serverKeys)).ok, `byte ${at}`).toBe(false);
    }
  });

  test('any statuses of any width are found again', () => {
    const widths = fc.constantFrom(1 as const, 2 as const, 4 as const, 8 as const);
    fc.assert(
      fc.property(widths, fc.array(fc.tuple(fc.nat(999), fc.nat(255))), (bits, entries) => {
        const set = new Map(entries.map(([index, status]) => [index, status & ((1 << bits) - 1)]));
        const packed = { ...list, bits, statuses: packStatuses(bits, 1_000, set) };
        for (let index = 0; index < 1_000; index++) expect(statusAt(packed, index)).toBe(set.get(index) ?? 0);
      }),
      { numRuns: 50 },
    );
  });

  test('that inflates beyond 1 MiB, or not at all, is refused', async () => {
    const lst = (bytes: Uint8Array): Cbor =>
      new Map<string, Cbor>([
        ['bits', 1],
        ['lst', new Uint8Array(bytes)],
      ]);
    expect((await readStatuses(lst(deflateSync(new Uint8Array(1 << 20))))).ok).toBe(true);
    expect((await readStatuses(lst(deflateSync(new Uint8Array((1 << 20) + 1))))).ok).toBe(false);
    expect((await readStatuses(lst(Uint8Array.of(1, 2, 3)))).ok).toBe(false);
  });
});
