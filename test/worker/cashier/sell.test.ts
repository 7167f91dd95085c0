import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { verifyAtWallet } from '#protocol/verify-at-wallet.ts';
import { type TestTill, type TillWorld, createTillWorld, openPairedTill } from '../../support/till-world.ts';
import { expectOk, recordsOf, walletStateFor } from '../../support/till-expectations.ts';

const SALE = {
  lines: [
    { amountMinor: 12_900, category: 'shoes' },
    { amountMinor: 4_550, category: 'accessories' },
  ],
};

let world: TillWorld;
let till: TestTill;
beforeEach(async () => {
  world = await createTillWorld();
  till = await openPairedTill(world);
});

async function scanMember(): Promise<string> {
  const reading = expectOk(await till.api.readCode(await world.passCode(), { lines: [] }));
  if (reading.kind !== 'member') throw new Error(`read as ${reading.kind}`);
  return reading.readingId;
}

describe('a sale to a member', () => {
  it('shows who stands at the till', async () => {
    const reading = expectOk(await till.api.readCode(await world.passCode(), { lines: [] }));
    expect(reading).toMatchObject({ kind: 'member', memberName: '7F3A-91C2', tierRank: 2 });
  });

  it('gives a receipt that the customer’s wallet accepts', async () => {
    const { code, record } = expectOk(await till.api.recordSale(await scanMember(), SALE));
    const { verdict } = await verifyAtWallet(
      code.text,
      walletStateFor(),
      { trustList: world.trustList },
      world.clock,
    );
    expect(verdict).toMatchObject({
      kind: 'earned',
      receipt: { sequence: 1, totalMinor: 17_450, facts: { kind: 'purchase', lines: SALE.lines } },
    });
    expect(record).toMatchObject({ sequence: 1, state: 'unsent', total: { amountMinor: 17_450 } });
  });

  it('gives the same bytes however often one reading is recorded', async () => {
    const readingId = await scanMember();
    const first = expectOk(await till.api.recordSale(readingId, SALE));
    const other = { lines: [{ amountMinor: 1, category: 'shoes' }] };
    const [again, third] = await Promise.all([
      till.api.recordSale(readingId, other),
      till.api.recordSale(readingId, SALE),
    ]);
    expect(expectOk(again)).toEqual(first);
    expect(expectOk(third)).toEqual(first);
    expect(await recordsOf(till, 10)).toHaveLength(1);
  });

  it('shows the receipt again when the same pass is scanned again', async () => {
    const pass = await world.passCode();
    const reading = expectOk(await till.api.readCode(pass, { lines: [] }));
    const again = expectOk(await till.api.readCode(pass, { lines: [] }));
    expect(again).toEqual(reading);
    if (reading.kind !== 'member') throw new Error('no member');
    const receipt = expectOk(await till.api.recordSale(reading.readingId, SALE));
    expect(expectOk(await till.api.readCode(`${pass}\n`, SALE))).toEqual({ kind: 'repeat', receipt });
  });

  it('shows the receipt again also after a restart', async () => {
    const pass = await world.passCode();
    const reading = expectOk(await till.api.readCode(pass, { lines: [] }));
    if (reading.kind !== 'member') throw new Error('no member');
    const receipt = expectOk(await till.api.recordSale(reading.readingId, SALE));
    till.close();
    const restarted = world.openTill(till.name);
    expect(expectOk(await restarted.api.readCode(pass, SALE))).toEqual({ kind: 'repeat', receipt });
  });

  it('numbers its receipts without gaps and chains each to the one before', async () => {
    let previous = '00'.repeat(8);
    for (let sequence = 1; sequence <= 3; sequence++) {
      const { code, record } = expectOk(await till.api.recordSale(await scanMember(), SALE));
      const { verdict } = await verifyAtWallet(
        code.text,
        walletStateFor(),
        { trustList: world.trustList },
        world.clock,
      );
      if (verdict.kind !== 'earned') throw new Error(`verdict ${verdict.kind}`);
      expect(verdict.receipt.sequence).toBe(sequence);
      expect(Buffer.from(verdict.receipt.previous).toString('hex')).toBe(previous);
      previous = record.id.slice(0, 16);
    }
  });

  it('takes no number for a refused sale', async () => {
    const readingId = await scanMember();
    const stranger = { lines: [{ amountMinor: 5, category: 'fish' }] };
    const line = { amountMinor: 5, category: 'shoes' };
    expect(await till.api.recordSale(readingId, { lines: [] })).toEqual({
      ok: false,
      error: { kind: 'amount_missing' },
    });
    expect(await till.api.recordSale(readingId, stranger)).toMatchObject({
      error: { kind: 'category_unknown', details: { category: 'fish' } },
    });
    expect(
      await till.api.recordSale(readingId, { lines: Array.from({ length: 7 }, () => line) }),
    ).toMatchObject({
      error: { kind: 'too_many_lines' },
    });
    expect(expectOk(await till.api.recordSale(readingId, SALE)).record.sequence).toBe(1);
  });

  it('forgets an open reading when the app is restarted', async () => {
    const readingId = await scanMember();
    till.close();
    const restarted = world.openTill(till.name);
    expect(await restarted.api.recordSale(readingId, SALE)).toMatchObject({
      error: { kind: 'reading_gone' },
    });
  });

  it('closes a reading that was left open for a quarter of an hour', async () => {
    const readingId = await scanMember();
    world.clock.advance(15 * 60_000 + 1);
    expect(await till.api.recordSale(readingId, SALE)).toMatchObject({ error: { kind: 'reading_gone' } });
  });
});

describe('a pass that must not count', () => {
  it('is refused when it is a photograph of an older one', async () => {
    const photographed = await world.passCode();
    expectOk(await till.api.readCode(await world.passCode(), { lines: [] }));
    expect(await till.api.readCode(photographed, { lines: [] })).toMatchObject({
      error: { kind: 'counter_regressed' },
    });
  });

  it('is refused when it is stale, altered, or no code of ours', async () => {
    const pass = await world.passCode();
    const altered = pass.slice(0, -6) + 'AAAAAA';
    expect((await till.api.readCode(altered, { lines: [] })).ok).toBe(false);
    expect(await till.api.readCode('4006381333931', { lines: [] })).toMatchObject({
      error: { kind: 'qr_unknown' },
    });
    world.clock.advance(60_000);
    expect(await till.api.readCode(pass, { lines: [] })).toMatchObject({ error: { kind: 'stale' } });
  });
});
