import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_CHANGES, MAX_RECORDS } from '#api/limits.ts';
import { parseMessage } from '#api/parse-message.ts';
import { syncReply } from '#api/sync.ts';
import { base64FromBytes, bytesFromBase64 } from '#base/bytes.ts';
import { makeEarnReceipt } from '#protocol/earn-receipt.ts';
import { RECORD_LIMITS } from '#protocol/cbor.ts';
import { JOURNAL_RECORD, makeJournalRecord } from '#protocol/journal-record.ts';
import { openAs } from '#protocol/open-message.ts';
import { withCertificate } from '#protocol/signer.ts';
import { admin } from '../support/admin.ts';
import { ledgerSums } from '../support/books.ts';
import {
  joinedWallet,
  journalOf,
  memberOf,
  openTill,
  openWallet,
  present,
  type Till,
} from '../support/shop.ts';
import { newWallet } from '../support/signed-client.ts';
import { openTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let till: Till;
beforeAll(async () => {
  server = await openTestServer();
  till = await openTill(server);
});
afterAll(() => server.close());

const programme = new TextEncoder().encode('copper-cup');

test('a reply fits the contract', async () => {
  const wallet = await openWallet(server);
  const reply = await wallet.push([await wallet.seal('join', programme)]);
  const parsed = parseMessage(syncReply, reply.body);
  expect(parsed).toMatchObject({ ok: true, value: { serverEpoch: server.state.serverEpoch, more: false } });
});

test('law: sending everything twice changes nothing, and the answers are the same', async () => {
  const wallet = await joinedWallet(server);
  const receipt = await till.sell(memberOf(wallet));
  const presentation = await present(server, wallet, wallet.voucher, till.merchantId);
  const redemption = await till.redeem(presentation);
  const fromWallet = [
    await wallet.seal('earn', receipt),
    await wallet.seal('redeem', presentation, redemption),
    await wallet.seal('join', new TextEncoder().encode('green-grocer')),
    await wallet.seal('join', new TextEncoder().encode('moon-miles')),
  ];
  const fromTill = [await till.seal('earn', receipt), await till.seal('redeem', presentation, redemption)];
  const first = [await wallet.decide(...fromWallet), await till.decide(...fromTill)];
  const [rows, changes] = [await server.rowCounts(), await wallet.changes()];
  expect([await wallet.decide(...fromWallet), await till.decide(...fromTill)]).toEqual(first);
  expect(await wallet.decide(...fromWallet.toReversed())).toEqual(first[0]!.toReversed());
  expect(await server.rowCounts()).toEqual(rows);
  expect(await wallet.changes()).toEqual(changes);
});

test('a reply that never arrives costs nothing: the same push gets the same answer', async () => {
  const wallet = await joinedWallet(server);
  const record = await wallet.seal('earn', await till.sell(memberOf(wallet)));
  await wallet.push([record]);
  const [again] = await wallet.decide(record);
  expect(again).toEqual({ id: record.id, status: 'accepted' });
  expect(
    (await wallet.changes()).filter((change) => change.kind === 'balance').map(({ qty }) => qty),
  ).toEqual([0, 10]);
});

test('ten pushes of the same records at once have one effect', async () => {
  const wallet = await joinedWallet(server);
  const receipt = await till.sell(memberOf(wallet));
  const [mine, theirs] = [await wallet.seal('earn', receipt), await till.seal('earn', receipt)];
  const pushes = Array.from({ length: 5 }, () => [wallet.decide(mine), till.decide(theirs)]).flat();
  const statuses = (await Promise.all(pushes)).flat().map((result) => result.status);
  expect(new Set(statuses)).toEqual(new Set(['accepted']));
  const log = await server.db
    .selectFrom('member_event')
    .select('id')
    .where('member', '=', wallet.memberId)
    .execute();
  expect(log).toHaveLength(2);
  expect(await ledgerSums(server.db)).toEqual({ total: 0, unbalanced: 0 });
});

test('the same id with other bytes is refused, and the first decision stands', async () => {
  const wallet = await openWallet(server);
  const record = await wallet.seal('join', programme);
  const other = { ...(await wallet.seal('join', programme)), id: record.id };
  await wallet.decide(record);
  expect(await wallet.decide(other)).toEqual([{ id: record.id, status: 'rejected', code: 'id_reused' }]);
  expect(await wallet.decide(record)).toEqual([{ id: record.id, status: 'accepted' }]);
  expect(server.log.filter((entry) => entry.event === 'push' && entry.level === 'warning')).not.toEqual([]);
});

test('a record that a copy of the device has sealed again gets the decision that it has', async () => {
  const wallet = await openWallet(server);
  const record = await wallet.seal('join', programme);
  expect(await wallet.decide(record)).toEqual([{ id: record.id, status: 'accepted' }]);
  const opened = openAs(JOURNAL_RECORD, bytesFromBase64(record.cose)!, RECORD_LIMITS);
  if (!opened.ok) throw new Error(opened.error.kind);
  const moved = { ...opened.value.value, epoch: 77, sequence: 1, previous: new Uint8Array(8) };
  const again = {
    id: record.id,
    seq: 1,
    cose: base64FromBytes(await makeJournalRecord(moved, wallet.signer)),
  };
  expect(await journalOf(server, wallet, 77).decide(again)).toEqual([{ id: record.id, status: 'accepted' }]);
});

test('the same place in a journal with another id is a fork, and a new epoch gets through', async () => {
  const client = await newWallet(server);
  const [lived, restored, reborn] = [
    journalOf(server, client, 1),
    journalOf(server, client, 1),
    journalOf(server, client, 2),
  ];
  await lived.decide(await lived.seal('join', programme));
  const before = await server.rowCounts();
  const forked = await restored.seal('join', new TextEncoder().encode('green-grocer'));
  expect(await restored.decide(forked)).toEqual([{ id: forked.id, status: 'fork' }]);
  expect(await server.rowCounts()).toEqual(before);
  expect(
    await reborn.decide(await reborn.seal('join', new TextEncoder().encode('green-grocer'))),
  ).toMatchObject([{ status: 'accepted' }]);
});

test('a record that is not what its envelope says is refused', async () => {
  const wallet = await openWallet(server);
  const [first, second] = [await wallet.seal('join', programme), await wallet.seal('join', programme)];
  const swapped = { ...second, cose: first.cose };
  expect(await wallet.decide(swapped)).toMatchObject([{ status: 'rejected', code: 'record_mismatch' }]);
});

test('a record that another device has signed is refused', async () => {
  const [wallet, other] = [await openWallet(server), await openWallet(server)];
  expect(await wallet.decide(await other.seal('join', programme))).toMatchObject([
    { status: 'rejected', code: 'bad_signature' },
  ]);
});

test('one record that the engine cannot fold is set aside; those around it are decided', async () => {
  const wallet = await joinedWallet(server);
  // Coffee for two million is more vouchers than the engine gives for one sale; its till must be allowed to sell that much.
  const limits = { 'per-receipt': '2000000', 'per-day': '9000000' };
  await admin(server, ['terminal', 'limits', 'copper-cup', '1'], { options: limits });
  const renewed = (await till.changes()).findLast((change) => change.kind === 'certificate');
  if (renewed?.kind !== 'certificate') throw new Error('no certificate with the limits');
  const signer = withCertificate(till.signer, bytesFromBase64(renewed.cose)!);
  const sell = (sequence: number, totalMinor: number) =>
    makeEarnReceipt(
      {
        ...memberOf(wallet),
        issuedAtS: Math.floor(server.clock.nowMs() / 1000),
        sequence,
        facts: { kind: 'purchase', lines: [{ amountMinor: totalMinor, category: 'coffee' }] },
        totalMinor,
        tillReference: 'R-1',
        previous: new Uint8Array(8),
      },
      signer,
    );
  const records = [
    await wallet.seal('earn', await sell(9_000, 500)),
    await wallet.seal('earn', await sell(9_001, 200_000_000)),
    await wallet.seal('earn', await sell(9_002, 500)),
  ];
  const results = await wallet.decide(...records);
  expect(results.map((result) => [result.status, result.code])).toEqual([
    ['accepted', undefined],
    ['rejected', 'internal'],
    ['accepted', undefined],
  ]);
  expect(await wallet.decide(...records)).toEqual(results);
  expect((await wallet.changes()).at(-1)).toMatchObject({ kind: 'balance', qty: 20 });
});

test('a cursor resumes where it stopped, and one of another server memory starts over', async () => {
  const wallet = await joinedWallet(server);
  const { serverEpoch } = server.state;
  const all = await wallet.push([], { serverEpoch });
  const seqs = (all.body['changes'] as { seq: number }[]).map((change) => change.seq);
  expect(seqs).toEqual(seqs.map((_, index) => index + 1));
  const cursor = Number(all.body['cursor']);
  expect((await wallet.push([], { serverEpoch, cursor })).body['changes']).toEqual([]);
  expect((await wallet.push([], { serverEpoch, cursor: 1 })).body['changes']).toHaveLength(seqs.length - 1);
  const foreign = await wallet.push([], { serverEpoch: '0000000000000000', cursor });
  expect(foreign.body['changes']).toEqual(all.body['changes']);
  const beyond = await wallet.push([], { serverEpoch, cursor: cursor + 1 });
  // Its stream is gone: it gets what the member's file has, and what is true now.
  expect(beyond.body).toMatchObject({ changes: [], cursor, more: false, snapshot: { done: true } });
  const snapshot = beyond.body['snapshot'] as { readonly changes: readonly unknown[] };
  const told = (all.body['changes'] as readonly { readonly change: unknown }[]).map(({ change }) => change);
  expect(told).toEqual(expect.arrayContaining([...snapshot.changes]));
});

test('a reply carries at most its number of changes and says that there are more', async () => {
  const wallet = await openWallet(server);
  const id = (
    await server.db
      .selectFrom('member_device')
      .select('device')
      .where('member', '=', wallet.memberId)
      .executeTakeFirstOrThrow()
  ).device;
  const device = await server.db
    .selectFrom('device')
    .select('bucket')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const body = JSON.stringify({ kind: 'balance', programme: 'copper-cup', unit: 'bean', qty: 1 });
  const rows = Array.from({ length: MAX_CHANGES + 1 }, (_, index) => ({
    bucket: device.bucket,
    stream: id,
    seq: index + 1,
    body,
  }));
  await server.db.insertInto('change').values(rows).execute();
  await server.db.updateTable('device').set({ stream_head: rows.length }).where('id', '=', id).execute();
  const { serverEpoch } = server.state;
  const first = await wallet.push([], { serverEpoch });
  expect(first.body).toMatchObject({ more: true, cursor: MAX_CHANGES });
  const rest = await wallet.push([], { serverEpoch, cursor: MAX_CHANGES });
  expect(rest.body).toMatchObject({ more: false, cursor: MAX_CHANGES + 1 });
});

test('one push holds at most its number of records', async () => {
  const wallet = await openWallet(server);
  const record = await wallet.seal('join', programme);
  const records = (count: number) => Array.from({ length: count }, () => record);
  expect((await wallet.push(records(MAX_RECORDS))).status).toBe(200);
  expect(await wallet.push(records(MAX_RECORDS + 1))).toMatchObject({
    status: 400,
    body: { kind: 'malformed', at: 'records' },
  });
});
