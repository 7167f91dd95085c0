// A campaign never gives more than its stock, however often and however many at a time it is run.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoCatalogue } from '#loyalty/programme/presets/catalogue.ts';
import { admin } from '../../support/admin.ts';
import { openFaultyDatabase } from '../../support/faulty-database.ts';
import { joinedWallet } from '../../support/shop.ts';
import { openTestServer, type TestServer } from '../../support/test-server.ts';

const MEMBERS = 8;
const CUP = demoCatalogue().find(({ merchant }) => merchant.slug === 'copper-cup')!.programme;
const WORDS = ['voucher', 'campaign', 'copper-cup', CUP.vouchers![0]!.id];

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
  for (let count = 0; count < MEMBERS; count += 1) await joinedWallet(server);
});
afterAll(() => server.close());

const run = (name: string, stock?: number, on: TestServer = server) =>
  admin(on, WORDS, { options: { name, ...(stock === undefined ? {} : { stock: String(stock) }) } });

async function given(name: string): Promise<number> {
  const rows = server.db.selectFrom('voucher').select('member').where('bucket', '>=', 0);
  const all = await rows.where('instance_key', '=', `campaign/${name}`).execute();
  expect(new Set(all.map(({ member }) => member)).size).toBe(all.length);
  return all.length;
}

test('what is given and what is left is listed, the stock being that of the last run', async () => {
  const list = () => admin(server, ['campaign', 'list']);
  expect(await list()).toMatchObject({ printed: '', explained: expect.stringContaining('no campaigns') });
  await run('listed', 2);
  const rowOf = (printed: string, name: string) =>
    printed
      .split('\n')
      .map((line) => line.split('\t'))
      .find((row) => row[2] === name)!;
  const [since] = rowOf((await list()).printed, 'listed').slice(3);
  server.clock.advance(60_000);
  await run('listed', 5);
  await run('endless');
  const { printed } = await list();
  expect(rowOf(printed, 'listed')).toEqual([...WORDS.slice(2), 'listed', since, '5', '5', '0']);
  await run('listed', 7);
  await run('roomy', MEMBERS + 3);
  const later = (await list()).printed;
  expect(rowOf(later, 'listed').slice(4)).toEqual(['7', '7', '0']);
  expect(rowOf(later, 'roomy').slice(4)).toEqual([String(MEMBERS), String(MEMBERS + 3), '3']);
  expect(rowOf(later, 'endless').slice(4)).toEqual([String(MEMBERS), '-', '-']);
});

test('run by three at once', async () => {
  const runs = await Promise.all([run('at-once', 3), run('at-once', 3), run('at-once', 3)]);
  expect(await given('at-once')).toBe(3);
  expect(runs.reduce((sum, { printed }) => sum + Number(printed), 0)).toBe(3);
});

test('run again with the same stock, with more, and without one', async () => {
  expect((await run('again', 2)).printed).toBe('2');
  expect((await run('again', 2)).printed).toBe('0');
  expect((await run('again', 5)).printed).toBe('3');
  expect((await run('again')).printed).toBe(String(MEMBERS - 5));
  expect(await given('again')).toBe(MEMBERS);
});

test('what a campaign gave before it was counted is counted', async () => {
  await run('older', 4);
  await server.db.deleteFrom('campaign_stock').where('bucket', '>=', 0).execute();
  expect((await run('older', 6)).printed).toBe('2');
});

test('members without a phone in use take nothing from the stock', async () => {
  const { memberId } = await joinedWallet(server);
  await server.db.updateTable('device').set({ revoked_at: 1 }).where('owner', '=', memberId).execute();
  expect((await run('no-phone', MEMBERS)).printed).toBe(String(MEMBERS));
});

test('ended in the middle, and run again', async () => {
  const faulty = openFaultyDatabase(server.databaseUrl);
  faulty.arm({ at: 60, code: 'lost' });
  await expect(run('ended', 5, { ...server, db: faulty.db })).rejects.toThrow();
  await faulty.db.destroy();
  const before = await given('ended');
  expect([1, 2, 3, 4]).toContain(before);
  expect((await run('ended', 5)).printed).toBe(String(5 - before));
});
