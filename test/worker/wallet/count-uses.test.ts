// A voucher's uses follow from the receipts held, in whatever order they came.
import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ReceiptContent, ReceiptRow } from '#storage/receipt-store.ts';
import type { VoucherRow } from '#storage/voucher-store.ts';
import { createWalletDatabase } from '#storage/wallet-database.ts';
import { createWalletStores } from '#storage/wallet-stores.ts';
import type { Settlement } from '#sync/ports.ts';
import { countUses } from '#worker/wallet/count-uses.ts';
import { fileReceipt } from '#worker/wallet/file-receipt.ts';
import { ownDecisions } from '#worker/wallet/own-decisions.ts';
import { freshDatabaseName } from '../../support/memory-database.ts';

/** Looks like something signed; nobody here reads it. */
const COSE = Uint8Array.of(0x84, 0x40, 0xa0, 0x40, 0x58, 64, ...new Uint8Array(64));
const VOUCHER = 'ee'.repeat(12);
const SALE: Omit<ReceiptContent, 'receiptKey' | 'issuedAtS'> = {
  merchantSlug: 'copper-cup',
  merchantName: 'Copper Cup',
  currency: { code: 'EUR', exponent: 2 },
};

function voucher(maxUses: number): VoucherRow {
  const content = { merchantId: 'ab'.repeat(8), kind: 'fixed', value: 100, title: 'One off' } as const;
  return {
    id: VOUCHER,
    cose: COSE,
    content: { ...content, expiresAtS: 2_000_000_000, maxUses, offlinePolicy: 1 },
    state: 'live',
    uses: 0,
  };
}

function redemption(at: number, presentationId = `p${at}`, usesLeft = 1): ReceiptRow {
  const content = {
    ...SALE,
    receiptKey: `k:${at}`,
    issuedAtS: at,
    redemption: { voucherId: VOUCHER, presentationId, discountMinor: 100, usesLeft },
  };
  return { id: `r${at}`, cose: COSE, addedAtMs: at, content };
}

function undo(at: number, of: number, lines?: NonNullable<ReceiptContent['undo']>['lines']): ReceiptRow {
  const what = { receiptId: `r${of}`, ...(lines === undefined ? {} : { lines }) };
  const content = { ...SALE, receiptKey: `k:${at}`, issuedAtS: at, undo: what };
  return { id: `r${at}`, cose: COSE, addedAtMs: at, content };
}

/** What an answer means that says nothing. */
const NOTHING: Settlement = {
  decided: [],
  forked: [],
  putOff: [],
  changes: [],
  later: [],
  position: { cursor: 0 },
  serverRestored: false,
  serverNowMs: 1,
};

const refused = (row: ReceiptRow): ReceiptRow => ({ ...row, decision: { status: 'rejected' } });

/** The credential and the receipts, each kept when its turn comes. */
async function after(kept: readonly (VoucherRow | ReceiptRow)[]): Promise<VoucherRow> {
  const { store } = createWalletStores(createWalletDatabase(freshDatabaseName()));
  for (const row of kept) {
    const written = await store.write(async (repositories) => {
      if (!('uses' in row)) return fileReceipt(repositories, row);
      await repositories.vouchers.put(row);
      await countUses(repositories, row.id);
    });
    expect(written.ok).toBe(true);
  }
  return (await store.read(({ vouchers }) => vouchers.get(VOUCHER)))!;
}

it.each<[string, number, readonly ReceiptRow[], Pick<VoucherRow, 'state' | 'uses' | 'usedAtMs'>]>([
  ['nothing', 1, [], { state: 'live', uses: 0 }],
  ['a use', 1, [redemption(1)], { state: 'used', uses: 1, usedAtMs: 1_000 }],
  ['one use of two', 2, [redemption(1)], { state: 'live', uses: 1, usedAtMs: 1_000 }],
  ['the last use by the till', 2, [redemption(1, 'p1', 0)], { state: 'used', uses: 1, usedAtMs: 1_000 }],
  ['a use that was voided', 1, [redemption(1), undo(2, 1)], { state: 'live', uses: 0 }],
  [
    'a use of which a line was refunded',
    1,
    [redemption(1), undo(2, 1, [{ index: 0, amountMinor: 1 }])],
    { state: 'used', uses: 1, usedAtMs: 1_000 },
  ],
  [
    'two answers of a till that lost its memory',
    2,
    [redemption(1, 'p'), redemption(2, 'p')],
    { state: 'live', uses: 1, usedAtMs: 2_000 },
  ],
  [
    'the same code once more after a void',
    1,
    [redemption(1, 'p'), undo(2, 1), redemption(3, 'p')],
    { state: 'used', uses: 1, usedAtMs: 3_000 },
  ],
  [
    'two answers of which one was voided',
    1,
    [redemption(1, 'p'), redemption(2, 'p'), undo(3, 1)],
    { state: 'used', uses: 1, usedAtMs: 2_000 },
  ],
  ['a use that the server refused', 1, [refused(redemption(1))], { state: 'live', uses: 0 }],
  [
    'a void that the server refused',
    1,
    [redemption(1), refused(undo(2, 1))],
    { state: 'used', uses: 1, usedAtMs: 1_000 },
  ],
])('%s', async (_, maxUses, receipts, expected) => {
  const inOrder = await after([voucher(maxUses), ...receipts]);
  const { state, uses, usedAtMs } = inOrder;
  expect({ state, uses, ...(usedAtMs === undefined ? {} : { usedAtMs }) }).toEqual(expected);
  const rows = [voucher(maxUses), ...receipts];
  const shuffled = fc.shuffledSubarray(rows, { minLength: rows.length });
  await fc.assert(
    fc.asyncProperty(shuffled, async (order) => {
      expect(await after(order)).toEqual(inOrder);
    }),
    { numRuns: 5 },
  );
});

it('one that another device may show stays there until it is used', async () => {
  const moved = { ...voucher(2), state: 'moved', movedTo: 'phone' } as const;
  expect(await after([moved, redemption(1)])).toMatchObject({ state: 'moved', uses: 1, movedTo: 'phone' });
  expect(await after([moved, redemption(1), redemption(2)])).toMatchObject({ state: 'used', uses: 2 });
});

it('the server may refuse a use, and one that was put back may count it', async () => {
  const { store } = createWalletStores(createWalletDatabase(freshDatabaseName()));
  const use = { ...redemption(1), recordId: 'record' };
  await store.write(async (repositories) => {
    await repositories.vouchers.put(voucher(1));
    await fileReceipt(repositories, use);
  });
  const states: string[] = [];
  for (const status of ['rejected', 'accepted', 'rejected'] as const) {
    const decided = ownDecisions({ ...NOTHING, decided: [{ id: 'record', status }] }, 1)!;
    await store.write(decided.write);
    states.push((await store.read(({ vouchers }) => vouchers.get(VOUCHER)))!.state);
  }
  expect(states).toEqual(['live', 'used', 'live']);
});
