import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cbor } from '#protocol/cbor.ts';
import {
  LIST_PLACES,
  type StatusList,
  locateStatus,
  makeStatusList,
  openStatusList,
  packStatuses,
  readStatuses,
  statusAt,
} from '#protocol/status-list.ts';
import { diceOf } from './fuzz/dice.ts';
import * as world from './world.ts';

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

  test('of seven eighths of its places is taken whatever is revoked; a full one need not be', async () => {
    const dice = diceOf(2);
    const noise = Uint8Array.from({ length: LIST_PLACES / 8 }, () => dice.below(256));
    const opens = async (statuses: typeof noise) =>
      (await openStatusList(await makeStatusList({ ...list, statuses }, world.serverSigner), serverKeys)).ok;
    expect(await opens(noise.slice(0, (noise.length * 7) / 8))).toBe(true);
    expect(await opens(noise)).toBe(false);
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

test('a place beyond a list is one in the next, from the first number on', () => {
  expect(locateStatus(0, 5)).toEqual({ listNumber: 0, index: 5 });
  expect(locateStatus(0, LIST_PLACES - 1)).toEqual({ listNumber: 0, index: LIST_PLACES - 1 });
  expect(locateStatus(0, LIST_PLACES)).toEqual({ listNumber: 1, index: 0 });
  expect(locateStatus(3, 0xffff_ffff)).toEqual({ listNumber: 514, index: LIST_PLACES - 1 });
});
