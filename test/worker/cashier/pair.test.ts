import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { expectOk, recordsOf } from '../../support/till-expectations.ts';
import { type TillWorld, createTillWorld, openPairedTill } from '../../support/till-world.ts';

let world: TillWorld;
beforeEach(async () => {
  world = await createTillWorld();
});

describe('pairing a till', () => {
  it('makes it a till of its merchant, also for the next start', async () => {
    const till = world.openTill();
    expect(await till.api.terminal()).toMatchObject({ state: 'unpaired' });
    const view = expectOk(await till.api.pair('ABCD2345', 'Front desk'));
    expect(view).toMatchObject({
      state: 'paired',
      merchantName: 'Novin Charm',
      tillName: 'Front desk',
      tillNumber: 3,
      categories: ['shoes', 'accessories'],
      programmes: [{ en: 'Novin', fa: 'نوین' }],
      clockOffsetMs: 0,
    });
    till.close();
    world.network.up = false;
    expect(await world.openTill(till.name).api.terminal()).toEqual(view);
  });

  it('says so when there is no server, and keeps nothing', async () => {
    world.network.up = false;
    const till = world.openTill();
    expect(await till.api.pair('ABCD2345', 'Front desk')).toEqual({
      ok: false,
      error: { kind: 'server_unreachable' },
    });
    expect(await till.api.terminal()).toMatchObject({ state: 'unpaired' });
  });

  it('passes on the server’s refusal of the code', async () => {
    world.network.answerPairing = () => Response.json({ kind: 'pairing_code_used' }, { status: 409 });
    const till = world.openTill();
    expect(await till.api.pair('ABCD2345', 'Front desk')).toMatchObject({
      error: { kind: 'pairing_code_used' },
    });
  });

  it('refuses a certificate for somebody else’s key', async () => {
    world.network.certificate = { terminalKey: world.phone.publicKey };
    const till = world.openTill();
    expect(await till.api.pair('ABCD2345', 'Front desk')).toMatchObject({
      error: { kind: 'cert_bad_signature' },
    });
    expect(await till.api.terminal()).toMatchObject({ state: 'unpaired' });
  });

  it('serves nobody before', async () => {
    const till = world.openTill();
    expect(await till.api.readCode(await world.passCode(), { lines: [] })).toMatchObject({
      error: { kind: 'not_enrolled' },
    });
    expect(await recordsOf(till, 9)).toEqual([]);
    expect(await till.api.shift()).toMatchObject({ error: { kind: 'not_enrolled' } });
  });
});

describe('a till whose certificate has lapsed', () => {
  it('signs no receipt', async () => {
    const till = await openPairedTill(world);
    world.clock.advance(90 * 86_400_000);
    const reading = await till.api.readCode(await world.passCode(), { lines: [] });
    const readingId = reading.ok && reading.value.kind === 'member' ? reading.value.readingId : '';
    expect(
      await till.api.recordSale(readingId, { lines: [{ amountMinor: 1, category: 'shoes' }] }),
    ).toMatchObject({
      error: { kind: 'cert_expired' },
    });
  });
});
