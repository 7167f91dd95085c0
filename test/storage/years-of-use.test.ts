// What a wallet adds to from day to day is read to its end: what fell out of a reading would fall out of the balances.
import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import type { StatementRow } from '#storage/statement-store.ts';
import type { VisitRow } from '#storage/visit-store.ts';
import type { VoucherRow } from '#storage/voucher-store.ts';
import { createWalletDatabase, type WalletDatabase } from '#storage/wallet-database.ts';
import { freshDatabaseName } from '../support/memory-database.ts';
import { type OpenWalletStores, openWalletStores } from '../support/open-stores.ts';

const MANY = 2_500;

let db: WalletDatabase;
let stores: OpenWalletStores;
beforeEach(() => {
  db = createWalletDatabase(freshDatabaseName());
  stores = openWalletStores(db);
});

const numbers = Array.from({ length: MANY }, (_, index) => index + 1);
const nameOf = (number: number) => String(number).padStart(8, '0');

const statement = (number: number): StatementRow => ({
  recordId: nameOf(number),
  intentId: nameOf(number),
  programmeId: 'green',
  occurredAtMs: number,
  said: { kind: 'claim', rewardId: 'tree' },
});

const visit = (number: number): VisitRow => ({
  id: nameOf(MANY - number),
  merchantSlug: 'copper-cup',
  merchantName: 'Copper Cup',
  placeName: 'Door',
  atS: number,
  recordId: nameOf(number),
});

const voucher = (number: number): VoucherRow => ({
  id: nameOf((number * 7_919) % MANY),
  cose: new Uint8Array([0x84, 1, 2, 0x58, 64, ...new Uint8Array(64)]),
  content: {
    merchantId: 'a1'.repeat(8),
    kind: 'fixed',
    value: 1,
    title: 'Tea',
    expiresAtS: number,
    maxUses: 1,
    offlinePolicy: 0,
  },
  state: 'used',
  uses: 1,
});

it('statements, the newest too, and the decision on each', async () => {
  await db.statements.bulkAdd(numbers.map(statement));
  await stores.decisions.put(
    numbers.map((number) => ({ id: nameOf(number), status: 'accepted' })),
    1,
  );
  const said = await stores.statements.all();
  expect(said.map(({ occurredAtMs }) => occurredAtMs)).toEqual(numbers);
  expect((await stores.decisions.get(said.map(({ recordId }) => recordId))).size).toBe(MANY);
});

it('visits, and a decision that comes late', async () => {
  await db.visits.bulkAdd(numbers.map(visit));
  await stores.visits.decideByRecord(new Map([[nameOf(1), { status: 'accepted' }]]));
  const visits = await stores.visits.all();
  expect(visits).toHaveLength(MANY);
  expect(visits.at(-1)).toEqual({ ...visit(1), decision: { status: 'accepted' } });
});

it('vouchers, those that lapse last before all others', async () => {
  await db.vouchers.bulkAdd(numbers.map(voucher));
  const vouchers = await stores.vouchers.all();
  expect(vouchers.map(({ content }) => content.expiresAtS)).toEqual(numbers.toReversed());
});

it('which cards were seen, the newest too', async () => {
  const ids = Array.from({ length: 3 * MANY }, (_, index) => nameOf(index));
  await stores.inbox.markRead(ids, 1);
  expect([...(await stores.inbox.readIds())]).toEqual(ids);
});
