import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { tryEveryCrashPoint } from '../../support/crash-points.ts';
import { bytesFromCode } from '#protocol/code.ts';
import { openAs } from '#protocol/open-message.ts';
import { VOID_RECEIPT } from '#protocol/pay-receipt.ts';
import type { TillRecord } from '#bridge/till-record.ts';
import { expectOk, recordsOf } from '../../support/till-expectations.ts';
import { type TestTill, type TillWorld, createTillWorld, openPairedTill } from '../../support/till-world.ts';

const SALE = {
  lines: [
    { amountMinor: 10_001, category: 'shoes' },
    { amountMinor: 2_500, category: 'accessories' },
    { amountMinor: 4_949, category: 'shoes' },
  ],
};
const VOID = { wishId: 'w1', reason: 'cashier_mistake' } as const;

let world: TillWorld;
let till: TestTill;
beforeEach(async () => {
  world = await createTillWorld();
  till = await openPairedTill(world);
});

async function sell(at = till): Promise<TillRecord> {
  const reading = expectOk(await at.api.readCode(await world.passCode(), SALE));
  if (reading.kind !== 'member') throw new Error(reading.kind);
  return expectOk(await at.api.recordSale(reading.readingId, SALE)).record;
}

async function redeem(at = till): Promise<TillRecord> {
  const code = await world.presentationCode(await world.voucher());
  const reading = expectOk(await at.api.readCode(code, SALE));
  if (reading.kind !== 'voucher') throw new Error(JSON.stringify(reading));
  return expectOk(await at.api.redeem(reading.readingId, SALE)).record;
}

const refund = (wishId: string, ...lines: { index: number; amountMinor: number }[]) =>
  ({ wishId, reason: 'goods_returned', lines }) as const;

describe('undoing a sale', () => {
  it('signs an inverse receipt with its reason, without anybody’s code', async () => {
    const sold = await sell();
    const undone = expectOk(
      await till.api.undo(sold.id, { ...VOID, reason: 'other', note: 'Paid at the other till' }),
    );
    const bytes = bytesFromCode(undone.code.text);
    if (!bytes.ok) throw new Error(bytes.error.kind);
    const opened = openAs(VOID_RECEIPT, bytes.value);
    if (!opened.ok) throw new Error(opened.error.kind);
    expect(opened.value.value).toMatchObject({
      sequence: 2,
      reason: 'other',
      note: 'Paid at the other till',
      points: 0,
    });
    expect(opened.value.value).not.toHaveProperty('lines');
    expect(undone.record).toMatchObject({
      kind: 'undo',
      total: { amountMinor: 17_450 },
      undo: { recordId: sold.id, whole: true, reason: 'other' },
    });
    expect(await recordsOf(till, 9)).toMatchObject([{ kind: 'undo' }, { id: sold.id, takenBack: 'whole' }]);
  });

  it('gives the same receipt for a second press, and nothing more afterwards', async () => {
    const sold = await sell();
    const [first, second] = await Promise.all([
      till.api.undo(sold.id, VOID),
      till.api.undo(sold.id, { ...VOID, wishId: 'w2' }),
    ]);
    expect(expectOk(second).code.text).toBe(expectOk(first).code.text);
    expect(await recordsOf(till, 9)).toHaveLength(2);
    expect(await till.api.undo(sold.id, refund('w3', { index: 0, amountMinor: 1 }))).toMatchObject({
      error: { kind: 'nothing_left' },
    });
  });

  it('refunds lines in parts, never more than was sold of each', async () => {
    const sold = await sell();
    const half = refund('w1', { index: 2, amountMinor: 4_000 }, { index: 0, amountMinor: 10_001 });
    expectOk(await till.api.undo(sold.id, half));
    expectOk(await till.api.undo(sold.id, half));
    expect(expectOk(await till.api.record(sold.id))).toMatchObject({
      record: { takenBack: 'part' },
      lines: [{ left: { amountMinor: 0 } }, { left: { amountMinor: 2_500 } }, { left: { amountMinor: 949 } }],
      undos: [{ total: { amountMinor: 14_001 } }],
      canVoid: false,
      canRefund: true,
    });
    expect(await till.api.undo(sold.id, VOID)).toMatchObject({ error: { kind: 'nothing_left' } });
    expect(await till.api.undo(sold.id, refund('w2', { index: 2, amountMinor: 950 }))).toMatchObject({
      error: { kind: 'more_than_left' },
    });
    expectOk(
      await till.api.undo(
        sold.id,
        refund('w3', { index: 1, amountMinor: 2_500 }, { index: 2, amountMinor: 949 }),
      ),
    );
    expect(expectOk(await till.api.record(sold.id))).toMatchObject({ canRefund: false });
  });

  it('hands back the discount with the goods: parts add up to all of it', async () => {
    const sold = await redeem();
    const parts = [
      refund('a', { index: 0, amountMinor: 3_333 }),
      refund('b', { index: 0, amountMinor: 6_668 }, { index: 1, amountMinor: 2_500 }),
      refund('c', { index: 2, amountMinor: 4_949 }),
    ];
    let discountMinor = 0;
    for (const part of parts)
      discountMinor += expectOk(await till.api.undo(sold.id, part)).record.discount!.amountMinor;
    expect(discountMinor).toBe(1_500);
  });

  it('of a redemption makes the voucher usable here again, once', async () => {
    const sold = await redeem();
    const spent = await world.presentationCode(await world.voucher());
    expect(expectOk(await till.api.readCode(spent, SALE)).kind).toBe('refused');
    expectOk(await till.api.undo(sold.id, VOID));
    await redeem();
    const again = await world.presentationCode(await world.voucher());
    expect(expectOk(await till.api.readCode(again, SALE)).kind).toBe('refused');
  });

  it('is refused for a record of nobody, for an undo, and by a certificate that does not allow it', async () => {
    const sold = await sell();
    expect(await till.api.undo('ff'.repeat(16), VOID)).toMatchObject({ error: { kind: 'record_unknown' } });
    const undone = expectOk(await till.api.undo(sold.id, VOID)).record;
    expect(await till.api.undo(undone.id, VOID)).toMatchObject({ error: { kind: 'record_unknown' } });
    world.network.certificate = { permissions: ['earn', 'redeem'] };
    const bound = await openPairedTill(world);
    const other = await sell(bound);
    expect(await bound.api.undo(other.id, VOID)).toMatchObject({ error: { kind: 'cert_perm' } });
    expect(expectOk(await bound.api.record(other.id))).toMatchObject({ canVoid: false, canRefund: false });
  });

  it('that the server refuses leaves the sale as it was', async () => {
    const sold = await sell();
    expectOk(await till.api.undo(sold.id, VOID));
    world.network.up = true;
    const answer = world.network.answerSync;
    world.network.answerSync = (body) => ({
      ...(answer(body) as object),
      results: body.records.map(({ id }, index) =>
        index === 0 ? { id, status: 'accepted' } : { id, status: 'rejected', code: 'sale_unknown' },
      ),
    });
    await till.api.syncNow();
    const [undone, sale] = await recordsOf(till, 2);
    expect(undone).toMatchObject({ state: 'rejected', reason: { kind: 'sale_unknown' } });
    expect(sale).not.toHaveProperty('takenBack');
  });
});

describe('a crash at any request to IndexedDB', () => {
  it('leaves a redemption undone with its receipt and its voucher free, or not at all', async () => {
    interface Trial {
      readonly till: TestTill;
      readonly sold: TillRecord;
    }
    const points = await tryEveryCrashPoint<Trial>({
      build: async () => {
        const at = await openPairedTill(world);
        return { till: at, sold: await redeem(at) };
      },
      operate: async (trial) => expectOk(await trial.till.api.undo(trial.sold.id, VOID)),
      reopen: async (trial) => {
        trial.till.close();
        return { ...trial, till: world.openTill(trial.till.name) };
      },
      check: async (trial, completed) => {
        const records = await recordsOf(trial.till, 9);
        const { chain, unsent } = await trial.till.stores.store.read(async (repositories) => ({
          chain: await repositories.till.get('chain'),
          unsent: await repositories.outbox.unsent(9),
        }));
        expect(chain?.sequence).toBe(records.length);
        expect(unsent).toHaveLength(records.length);
        if (completed) expect(records).toHaveLength(2);
        const code = await world.presentationCode(await world.voucher());
        const kind = expectOk(await trial.till.api.readCode(code, SALE)).kind;
        expect(kind).toBe(records.length === 2 ? 'voucher' : 'refused');
        expectOk(await trial.till.api.undo(trial.sold.id, VOID));
        expect(await recordsOf(trial.till, 9)).toHaveLength(2);
      },
    });
    expect(points).toBeGreaterThan(10);
  });
});

describe('searching the records', () => {
  it('finds by number, member, voucher, amount in any digits, minute and day, page by page', async () => {
    const sold = await sell();
    world.clock.advance(60_000);
    await redeem();
    world.clock.advance(86_400_000);
    for (let more = 0; more < 5; more++) await sell();
    const find = async (text: string, more: object = {}) =>
      (await till.api.findRecords({ text, filter: 'all', limit: 50, ...more })).records.map(
        ({ sequence }) => sequence,
      );
    expect(await find('')).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(await find('15 off')).toEqual([2]);
    expect(await find('۱۷۴٫۵۰', { dayMs: sold.atMs })).toEqual([2, 1]);
    expect(await find('7f3a', { limit: 2 })).toEqual([7, 6]);
    const minutes = Math.floor((sold.atMs % 86_400_000) / 60_000);
    const time = (at: number) => `${Math.floor(at / 60)}:${`${at % 60}`.padStart(2, '0')}`;
    expect(await find(time(minutes))).toEqual([1]);
    expect(await find(time(minutes + 1), { dayMs: sold.atMs })).toEqual([2]);
    const first = await till.api.findRecords({ text: '', filter: 'all', limit: 4 });
    expect(first.next).toBe(4);
    const rest = await till.api.findRecords({ text: '', filter: 'all', limit: 4, before: first.next! });
    expect(rest.records.map(({ sequence }) => sequence)).toEqual([3, 2, 1]);
    expect(rest.next).toBeUndefined();
    expectOk(await till.api.undo(sold.id, VOID));
    expect(await find('', { filter: 'undone' })).toEqual([8, 1]);
  });

  it('stays quick among thousands', async () => {
    const sold = await sell();
    const { store } = till.stores;
    const row = await store.read(({ receipts }) => receipts.get(sold.id));
    await store.write(async ({ receipts }) => {
      for (let sequence = 2; sequence <= 5_000; sequence++) {
        const id = sequence.toString(16).padStart(32, '0');
        await receipts.add({
          ...row!,
          id,
          sequence,
          answers: id,
          eventId: id,
          memberName: 'AAAA-BBBB',
        });
      }
    });
    let looked = 0;
    till.db.table('receipts').hook('reading', (read) => {
      looked += 1;
      return read;
    });
    const page = await till.api.findRecords({ text: '', filter: 'all', limit: 50 });
    expect(page.records).toHaveLength(50);
    // The first page looks at one chunk, however long the history is.
    expect(looked).toBeLessThan(1_000);
    const rare = await till.api.findRecords({ text: '7F3A', filter: 'all', limit: 50 });
    expect(rare.records.map(({ sequence }) => sequence)).toEqual([1]);
    expect(looked).toBeGreaterThan(5_000);
  });
});
