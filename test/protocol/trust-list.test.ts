import { describe, expect, test } from 'vitest';
import { QR_LIMITS } from '#protocol/cbor.ts';
import { findIssuer } from '#protocol/chain.ts';
import { openMessage } from '#protocol/open-message.ts';
import { findMerchant, isFresh, makeTrustList, openTrustList } from '#protocol/trust-list.ts';
import * as world from './world.ts';

const pinned = [world.strangerSigner.publicKey, world.serverSigner.publicKey];

describe('a trust list', () => {
  test('signed by any of the pinned server keys is read', async () => {
    const bytes = await makeTrustList(world.trustList, world.serverSigner);
    expect(await openTrustList(bytes, pinned)).toEqual({ ok: true, value: world.trustList });
  });

  test('signed by any other key is not, whatever key it announces', async () => {
    const announcing = { ...world.trustList, nextServerKey: world.merchantSigner.publicKey };
    const bytes = await makeTrustList(announcing, world.merchantSigner);
    expect(await openTrustList(bytes, pinned)).toEqual({ ok: false, error: { kind: 'bad_signature' } });
  });

  test('announces the next server key and the list before it', async () => {
    const list = {
      ...world.trustList,
      previousHash: world.idOf(5, 32),
      nextServerKey: world.strangerSigner.publicKey,
    };
    const bytes = await makeTrustList(list, world.serverSigner);
    expect(await openTrustList(bytes, pinned)).toEqual({ ok: true, value: list });
  });

  test('of a thousand merchants is read, though no code could hold it', async () => {
    const merchants = Array.from({ length: 1000 }, (_, index) => ({
      ...world.merchant,
      merchantId: new Uint8Array([0, 0, 0, 0, 0, 0, index >> 8, index & 255]),
    }));
    const bytes = await makeTrustList({ ...world.trustList, merchants }, world.serverSigner);
    const opened = await openTrustList(bytes, pinned);
    expect(opened.ok && opened.value.merchants.length).toBe(1000);
    expect(openMessage(bytes, QR_LIMITS)).toMatchObject({ error: { kind: 'too_large' } });
    expect(bytes.length).toBeLessThan(110_000);
  });

  test('finds a merchant by its id', () => {
    expect(findMerchant(world.trustList, world.MERCHANT_ID)?.slug).toBe('novin-charm');
    expect(findMerchant(world.trustList, world.idOf(0xaf))).toBeUndefined();
  });

  test('is fresh until the second it expires', () => {
    const endMs = world.trustList.expiresAtS * 1000;
    expect([isFresh(world.trustList, endMs - 1), isFresh(world.trustList, endMs)]).toEqual([true, false]);
  });
});

test.each([
  ['without a list', undefined, world.MERCHANT_ID, 'unknown_issuer'],
  ['not in the list', world.trustList, world.idOf(0xaf), 'unknown_issuer'],
  [
    'revoked',
    { ...world.trustList, merchants: [{ ...world.merchant, revoked: true }] },
    world.MERCHANT_ID,
    'issuer_revoked',
  ],
  ['in an expired list', { ...world.trustList, expiresAtS: world.NOW_S }, world.MERCHANT_ID, 'trust_stale'],
])('an issuer %s answers for nothing', (_, list, merchantId, kind) => {
  expect(findIssuer(list, merchantId, world.NOW_MS)).toEqual({ ok: false, error: { kind } });
});
