// One row of each table is spoilt, in each of a few ways: the wallet goes on with everything else, and says so.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bytesFromHex } from '#base/bytes.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { makePoster } from '#protocol/poster.ts';
import { isSound } from '#storage/row-shape.ts';
import { createWalletDatabase } from '#storage/wallet-database.ts';
import { WALLET_ROWS } from '#storage/wallet-rows.ts';
import { type CounterTill, memberWhoBought, pairedCounterTill, settle } from '../../support/counter.ts';
import { type DiskImage, imageOf, newDiskFrom } from '../../support/disk-copy.ts';
import { SAMPLE_FILE } from '../../support/sample-file.ts';
import { createSpoiler, type Row } from '../../support/spoil.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { good, openTestWallet } from '../../support/test-wallet.ts';
import { openLine, walletOn } from '../../support/wallet-line.ts';

const CACHES: ReadonlySet<string> = new Set(['catalogue', 'statusLists', 'folds', 'glances']);

let server: TestServer;
let disk: DiskImage;
beforeAll(async () => {
  server = await openTestServer();
  disk = await diskOfALife();
});
afterAll(() => server.close());

/** Of a member who has bought, paid, visited and stated, with rows in every table. */
async function diskOfALife(): Promise<DiskImage> {
  const till = await pairedCounterTill(server, 'book-harbour');
  const customer = await memberWhoBought(server, till, {
    programmeId: 'book-harbour',
    category: 'fiction',
    totalMinor: 8_000,
  });
  const { api, stores, db } = customer.wallet;
  await settle(till);
  const sale = { lines: [{ amountMinor: 500, category: 'fiction' }] };
  const request = good(await till.api.requestPayment(sale, 150)).code.text;
  const payment = good(await api.confirmPayment(request, 'en'));
  const paid = good(await till.api.readCode(payment.code.text, sale));
  if (paid.kind !== 'paid') throw new Error(paid.kind);
  good(await api.readCode(paid.receipt.code.text, 'en'));
  good(await api.readCode(codeFromBytes(await posterOf(till)), 'en'));
  const voucher = (await api.vouchers('en')).find(({ state }) => state === 'live');
  if (voucher !== undefined) await api.present(voucher.key, 'en');
  await api.syncNow();
  good(await api.addProgrammeFile(JSON.stringify(SAMPLE_FILE)));
  good(await api.join('copper-cup'));
  await api.home('en');
  const [heard] = await db.table<Row>('heard').toArray();
  const [receipt] = await stores.receipts.all();
  const [certificate] = [(await stores.meta.get('enrolment'))!.certificate];
  const thumb = 'ab'.repeat(32);
  const further: Readonly<Record<string, Row>> = {
    folds: { programmeId: 'copper-cup', memberId: 'aa', stored: { base: {}, count: 1, fingerprint: '' } },
    unread: { change: heard!['change'], sinceMs: server.clock.nowMs() },
    notices: { id: '01', notice: 'device_linked', atMs: 1, revoked: 0, about: { name: 'x', device: thumb } },
    readMarks: { id: 'a', readAtMs: 1 },
    divergences: {
      programmeId: 'copper-cup',
      unitId: 'bean',
      qty: 1,
      toldAtMs: 1,
      ownQty: 2,
      seenAtMs: 1,
    },
    hiddenProgrammes: { programmeId: 'green-grocer', hiddenAtMs: 1 },
    voucherPlaces: { id: 'bb'.repeat(12), instanceKey: 'k', device: thumb },
    presentations: { id: 'cc'.repeat(16), voucherId: 'dd', cose: certificate, madeAtMs: 1 },
    vouchers: {
      id: 'ee'.repeat(12),
      cose: receipt!.cose,
      content: {
        merchantId: 'ab'.repeat(8),
        kind: 'fixed',
        value: 100,
        title: 'One off',
        expiresAtS: Math.floor(server.clock.nowMs() / 1_000) + 86_400,
        maxUses: 1,
        offlinePolicy: 1,
        programmeVoucher: 'copper-cup/welcome',
        instanceKey: 'i',
      },
      state: 'live',
      uses: 0,
    },
    statements: {
      recordId: '01890000-0000-7000-8000-000000000001',
      intentId: 'i',
      programmeId: 'copper-cup',
      occurredAtMs: server.clock.nowMs(),
      said: { kind: 'report', report: { action: 'walk', attributes: { a: 'b' } }, quantity: 1 },
    },
  };
  for (const [name, row] of Object.entries(further)) await db.table(name).put(row);
  await stores.meta.put('skipped', { kinds: ['later'], cursor: 1 });
  await stores.meta.put('devices', { devices: [{ id: thumb, name: 'x', seenAt: 1 }], most: 5, toldAtMs: 1 });
  const image = await imageOf(db);
  db.close();
  return image;
}

async function posterOf({ stores }: CounterTill) {
  const { merchantId } = (await stores.till.get('identity'))!;
  const root = await server.keys.merchant(merchantId);
  const expiresAtS = Math.floor(server.clock.nowMs() / 1_000) + 86_400;
  const poster = { merchantId: bytesFromHex(merchantId)!, expiresAtS, posterNumber: 1, displayName: 'Door' };
  return makePoster(poster, root);
}

const { tables, keyOf, chosen, rowsOf } = createSpoiler(createWalletDatabase('shapes'), WALLET_ROWS);

/** Everything a person may look at, and a sync. */
async function lookAround(api: ReturnType<typeof openTestWallet>['api']) {
  await api.home('en');
  await api.vouchers('en');
  await api.activity('en');
  await api.inbox('en');
  await api.unreadCards();
  await api.catalogue('en');
  await api.device();
  await api.spending('en');
  await api.lock();
  await api.pass();
  await api.exportLedger();
  await api.exportSetAside();
  return api.connection();
}

describe.each(tables)('a spoilt row of %s', (table) => {
  it('stops nothing, and is told of or fetched again', async () => {
    const image = disk.get(table) as readonly Row[];
    expect(image.length).toBeGreaterThan(0);
    for (const row of rowsOf(table, image)) {
      for (const { how, row: spoilt } of chosen(table, row)) {
        const rows = image.map((one) => (one === row ? spoilt : one));
        // The server does not answer everybody all the time.
        server.clock.advance(60_000);
        const name = await newDiskFrom(new Map([...disk, [table, rows]]));
        const line = openLine(server);
        line.state = 'down';
        const wallet = openTestWallet({ ...walletOn(server, line), name });
        const at = `${table} ${String(row['name'] ?? '')}: ${how}`;
        const isSpoilt = !isSound(WALLET_ROWS, table, spoilt);
        try {
          await lookAround(wallet.api);
          line.state = 'up';
          for (let syncs = 0; syncs < 2; syncs++) await wallet.api.syncNow();
          const view = await lookAround(wallet.api);
          const safety = await wallet.api.safety();
          // Some values are written again before anybody reads them.
          const isReplaced = (await wallet.db.table(table).get(keyOf(table, row))) !== undefined;
          if (isSpoilt && CACHES.has(table)) expect(safety.setAside, at).toBe(0);
          else if (isSpoilt && !isReplaced) expect(safety.setAside, at).toBe(1);
          if (table === 'keys' && (isSpoilt || !safety.enrolled))
            expect(view.problem, at).toEqual({ kind: 'backup_before_recovery' });
          else {
            expect(view, at).not.toHaveProperty('problem');
            expect(view.unsent, at).toBe(0);
          }
          const left = await wallet.db.table(table).count();
          expect(left, at).toBeGreaterThanOrEqual(image.length - (isSpoilt ? 1 : 0));
          const home = await wallet.api.home('en');
          const joined = home.programmes.map(({ look }) => look.programmeId);
          if (table !== 'keys') expect(joined.toSorted(), at).toContain('book-harbour');
          if (CACHES.has(table)) expect((await wallet.api.catalogue('en')).offers, at).toHaveLength(29);
        } catch (error) {
          throw new Error(`${at}: ${String(error)}`, { cause: error });
        } finally {
          wallet.db.close();
        }
      }
    }
  });
});
