// One row of each table is spoilt, in each of a few ways: the till goes on with everything else, and says so.
import 'fake-indexeddb/auto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCashierDatabase } from '#storage/cashier-database.ts';
import { CASHIER_ROWS } from '#storage/cashier-rows.ts';
import { isSound } from '#storage/row-shape.ts';
import { type DiskImage, imageOf, newDiskFrom } from '../../support/disk-copy.ts';
import { signedBytes } from '../../support/signed-bytes.ts';
import { createSpoiler, type Row } from '../../support/spoil.ts';
import { expectOk } from '../../support/till-expectations.ts';
import { type TestTill, type TillWorld, createTillWorld, openPairedTill } from '../../support/till-world.ts';

const SALE = { lines: [{ amountMinor: 17_450, category: 'shoes' }] };
const CACHES: ReadonlySet<string> = new Set(['catalogue', 'statusLists']);
/** Without one of these a device is no till any more, until it is paired again. */
const PAPERS: ReadonlySet<string> = new Set(['device', 'device-soft', 'identity', 'enrolment']);

let world: TillWorld;
let disk: DiskImage;
beforeAll(async () => {
  world = await createTillWorld();
  const answer = world.network.answerSync;
  world.network.answerSync = (body) => {
    const { relay } = body as { readonly relay?: { readonly records: readonly { readonly id: string }[] } };
    const carried = (relay?.records ?? []).map(({ id }) => ({ id, status: 'accepted' }));
    const plain = answer(body) as { readonly results: readonly object[] };
    return { ...plain, results: [...plain.results, ...carried] };
  };
  disk = await diskOfADay();
});

async function sell(till: TestTill): Promise<string> {
  const reading = expectOk(await till.api.readCode(await world.passCode(), SALE));
  if (reading.kind !== 'member') throw new Error(reading.kind);
  return expectOk(await till.api.recordSale(reading.readingId, SALE)).record.id;
}

/** Of a till that has sold, redeemed and taken back, with rows in every table. */
async function diskOfADay(): Promise<DiskImage> {
  const till = await openPairedTill(world);
  const sister = await openPairedTill(world);
  expectOk(await till.api.openShift('Sara'));
  const code = await world.presentationCode(await world.voucher());
  const shown = expectOk(await till.api.readCode(code, SALE));
  if (shown.kind !== 'voucher') throw new Error(shown.kind);
  expectOk(await till.api.redeem(shown.readingId, SALE));
  expectOk(await till.api.undo(await sell(till), { wishId: 'a', reason: 'wrong_amount' }));
  world.network.up = true;
  await till.api.syncNow();
  world.network.up = false;
  await sell(till);
  expectOk(await till.api.challenge());
  await sell(sister);
  const { file, code: key } = expectOk(await sister.api.exportUnsent());
  expectOk(await till.api.importUnsent(file, key));
  sister.close();
  till.close();
  const db = createCashierDatabase(till.name);
  const further: Readonly<Record<string, Row>> = {
    counters: { name: 'codes', value: 3 },
    statusLists: { number: 0, cose: signedBytes(), etag: '"1"' },
    addedTills: {
      serial: 1,
      slot: 1,
      requestId: 'aa',
      tillName: 'Stall',
      certificate: signedBytes(),
      digits: '123456',
      atMs: 1,
      untilMs: 2,
      state: 'confirmed',
    },
  };
  for (const [name, row] of Object.entries(further)) await db.table(name).put(row);
  const image = await imageOf(db);
  db.close();
  return image;
}

const { tables, keyOf, chosen, rowsOf } = createSpoiler(createCashierDatabase('shapes'), CASHIER_ROWS);

/** Everything that a cashier may look at. */
async function lookAround({ api }: TestTill) {
  await api.terminal();
  await api.shift();
  await api.pastShifts(10);
  const { records } = await api.findRecords({ text: '', filter: 'all', limit: 9 });
  for (const { id } of records) await api.record(id);
  await api.relayed();
  await api.addedTills();
  await api.exportUnsent();
  await api.exportSetAside();
  return records;
}

/** `undefined`: this is no till any more, and says so. */
async function trySale(till: TestTill): Promise<string | undefined> {
  const read = await till.api.readCode(await world.passCode(), SALE);
  if (!read.ok && read.error.kind === 'not_enrolled') return undefined;
  const reading = expectOk(read);
  if (reading.kind !== 'member') throw new Error(reading.kind);
  return expectOk(await till.api.recordSale(reading.readingId, SALE)).record.id;
}

describe.each(tables)('a spoilt row of %s', (table) => {
  it('stops nothing, and is told of or fetched again', async () => {
    const image = disk.get(table) as readonly Row[];
    expect(image.length).toBeGreaterThan(0);
    for (const row of rowsOf(table, image)) {
      for (const { how, row: spoilt } of chosen(table, row)) {
        const rows = image.map((one) => (one === row ? spoilt : one));
        const name = await newDiskFrom(new Map([...disk, [table, rows]]), createCashierDatabase);
        world.network.up = false;
        const till = world.openTill(name);
        const at = `${table} ${String(row['name'] ?? '')}: ${how}`;
        const isSpoilt = !isSound(CASHIER_ROWS, table, spoilt);
        const isPaper = PAPERS.has(String(row['name']));
        try {
          await lookAround(till);
          // Without a catalogue nobody sells: it comes with the line.
          const before = await trySale(till);
          if (!isPaper && !CACHES.has(table)) expect(before, at).toBeDefined();
          world.network.up = true;
          await till.api.syncNow();
          const view = await till.api.syncNow();
          const check = await till.api.checkTill();
          const db = createCashierDatabase(name);
          const isReplaced = (await db.table(table).get(keyOf(table, row))) !== undefined;
          db.close();
          if (isSpoilt && CACHES.has(table)) expect(check.setAside, at).toBe(0);
          else if (isSpoilt && !isReplaced) expect(check.setAside, at).toBe(1);
          await lookAround(till);
          const after = await trySale(till);
          if (isPaper && isSpoilt) expect(await till.api.terminal(), at).toMatchObject({ state: 'unpaired' });
          if (isPaper) continue;
          expect(after, at).toBeDefined();
          expect(view, at).toMatchObject({ unsent: 0 });
          expect(view, at).not.toHaveProperty('problem');
          expect(await till.api.terminal(), at).toMatchObject({ state: 'paired', tillName: 'Front desk' });
          expect((await lookAround(till)).length, at).toBeGreaterThan(3);
        } catch (error) {
          throw new Error(`${at}: ${String(error)}`, { cause: error });
        } finally {
          till.close();
        }
      }
    }
  });
});
