// What strangers, tills and old codes get from the two calls of recovery.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { bytesFromBase64 } from '#base/bytes.ts';
import type { SyncChange } from '#api/sync.ts';
import { MOST_DEVICES } from '#server/devices/own-devices.ts';
import { admin } from '../support/admin.ts';
import {
  appoint,
  idOf,
  moveVoucher,
  newRecovery,
  recover,
  recoveredPhone,
} from '../support/member-phones.ts';
import { newClient, newWallet } from '../support/signed-client.ts';
import { joinedWallet, journalOf, memberOf, openTill, openWallet, present } from '../support/shop.ts';
import { inThisProcess, openTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

test('a new phone with the code becomes the member, the lost one is revoked', async () => {
  const [wallet, recovery] = [await newWallet(server), await newRecovery()];
  expect((await appoint(wallet, recovery)).status).toBe(200);
  const phone = await newClient(server);
  expect((await recover(phone, { recovery })).body).toMatchObject({ memberId: wallet.memberId, revoked: 1 });
  const sync = { v: 1, epoch: 1, cursor: 0, records: [] };
  expect(await wallet.post(ROUTES.sync, sync)).toMatchObject({ status: 403, body: { kind: 'revoked' } });
  expect((await phone.post(ROUTES.sync, sync)).status).toBe(200);
  expect(await appoint(wallet, await newRecovery())).toMatchObject({ status: 403 });
});

test('a signature by anybody else opens nothing, and says no more than an unknown code', async () => {
  const [wallet, recovery, stranger] = [await newWallet(server), await newRecovery(), await newRecovery()];
  expect(await appoint(wallet, recovery, stranger)).toMatchObject({
    status: 409,
    body: { kind: 'bad_signature' },
  });
  await appoint(wallet, recovery);
  const phone = await newClient(server);
  const refused = { status: 409, body: { kind: 'recovery_unknown' } };
  expect(await recover(phone, { recovery: recovery, by: stranger })).toMatchObject(refused);
  expect(await recover(phone, { recovery: stranger })).toMatchObject(refused);
});

test('nobody takes another member’s code for their own, and nothing of theirs is lost by trying', async () => {
  const [first, second] = [await newWallet(server), await newWallet(server)];
  const [taken, own] = [await newRecovery(), await newRecovery()];
  await appoint(first, taken);
  await appoint(second, own);
  expect(await appoint(second, taken)).toMatchObject({ status: 409, body: { kind: 'key_in_use' } });
  server.clock.advance(600_000);
  expect((await recover(await newClient(server), { recovery: own })).body).toMatchObject({
    memberId: second.memberId,
  });
});

test('a newer code replaces the older one, of which nothing is left', async () => {
  const [wallet, older, newer] = [await newWallet(server), await newRecovery(), await newRecovery()];
  await appoint(wallet, older);
  await appoint(wallet, newer);
  await appoint(wallet, newer);
  const rows = await server.db
    .selectFrom('recovery_key')
    .select('id')
    .where('member', '=', wallet.memberId)
    .execute();
  expect(rows).toHaveLength(1);
  server.clock.advance(600_000);
  expect(await recover(await newClient(server), { recovery: older })).toMatchObject({
    body: { kind: 'recovery_unknown' },
  });
});

test('a till has no recovery, and a device of somebody is nobody else’s', async () => {
  const [till, wallet, recovery] = [await openTill(server), await newWallet(server), await newRecovery()];
  expect(await appoint({ ...till, memberId: till.merchantId }, recovery)).toMatchObject({
    status: 409,
    body: { kind: 'wrong_role' },
  });
  await appoint(wallet, recovery);
  server.clock.advance(600_000);
  expect(await recover(await newWallet(server), { recovery })).toMatchObject({
    status: 409,
    body: { kind: 'key_in_use' },
  });
});

test('guessing is slowed down, also with one code from many phones', async () => {
  server.clock.advance(600_000);
  const [one, recovery] = [inThisProcess(server), await newRecovery()];
  const answers: number[] = [];
  for (let attempt = 0; attempt < 7; attempt++) {
    const reply = await recover(await newClient(one), { recovery });
    answers.push(reply.status);
    if (reply.status === 429) expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect(answers).toEqual([409, 409, 409, 409, 409, 429, 429]);
});

test('vouchers that came while the member had no phone are there after it, and whatever is pushed then goes on', async () => {
  const [till, wallet] = [await openTill(server, 'book-harbour'), await openWallet(server)];
  const recovery = await newRecovery();
  await wallet.decide(await wallet.seal('join', new TextEncoder().encode('book-harbour')));
  await appoint(wallet, recovery);
  server.clock.advance(600_000);
  const id = await idOf(wallet);
  expect(await admin(server, ['device', 'revoke', id])).toMatchObject({ code: 0 });
  const totalMinor = 60_000;
  const facts = { kind: 'purchase' as const, lines: [{ amountMinor: totalMinor, category: 'fiction' }] };
  const worthACoupon = await till.sell({ ...memberOf(wallet), facts, totalMinor });
  await till.decide(await till.seal('earn', worthACoupon));
  const phone = await newClient(server);
  expect((await recover(phone, { recovery })).status).toBe(200);
  const journal = journalOf(server, phone);
  const vouchers = (await journal.changes()).filter(({ kind }) => kind === 'voucher');
  expect(vouchers.length).toBeGreaterThan(1);
  const [result] = await till.decide(await till.seal('earn', await till.sell(memberOf(wallet))));
  expect(result).toMatchObject({ status: 'accepted' });
  const known = await server.db
    .selectFrom('voucher')
    .select('id')
    .where('member', '=', wallet.memberId)
    .execute();
  expect(known.length).toBeGreaterThanOrEqual(vouchers.length);
});

test('a voucher that the operator withdrew comes back with no recovery, however many there are', async () => {
  const [wallet, recovery] = [await joinedWallet(server), await newRecovery()];
  await appoint(wallet, recovery);
  const { id } = await server.db
    .selectFrom('voucher')
    .select('id')
    .where('member', '=', wallet.memberId)
    .executeTakeFirstOrThrow();
  expect(await admin(server, ['voucher', 'revoke', id])).toMatchObject({ code: 0 });
  for (let lost = 0; lost < 3; lost++) {
    const phone = await recoveredPhone(server, wallet, { recovery });
    const told = (await journalOf(server, phone).changes()).map(({ kind }) => kind);
    expect(told).toContain('balance');
    expect(told).not.toContain('voucher');
  }
});

test('a phone that comes beside the others shows no voucher of theirs until it is moved', async () => {
  const [wallet, till] = [await joinedWallet(server), await openTill(server)];
  const recovery = await newRecovery();
  await appoint(wallet, recovery);
  const phone = await recoveredPhone(server, wallet, { recovery, keepOthers: true });
  const heard = async () =>
    (await journalOf(server, phone).changes()).filter(({ kind }) => kind.startsWith('voucher'));
  expect(await heard()).toMatchObject([{ kind: 'voucher_place', device: await idOf(wallet) }]);
  const [{ voucher }] = (await heard()) as [Extract<SyncChange, { readonly kind: 'voucher_place' }>];
  expect((await moveVoucher(wallet, { voucher, to: phone })).status).toBe(200);
  const given = (await heard()).find((change) => change.kind === 'voucher')!;
  const shown = await present(server, phone, bytesFromBase64(given.cose)!, till.merchantId);
  const used = await till.decide(await till.seal('redeem', shown, await till.redeem(shown)));
  expect(used).toMatchObject([{ status: 'accepted' }]);
  const holders = await server.db
    .selectFrom('credential')
    .select('device')
    .where('voucher', '=', voucher)
    .execute();
  expect(holders).toEqual([{ device: await idOf(phone) }]);
});

test('a sixth phone in use is refused, and changes nothing, unless the others are lost', async () => {
  const [wallet, recovery] = [await newWallet(server), await newRecovery()];
  await appoint(wallet, recovery);
  for (let phones = 1; phones < MOST_DEVICES; phones++)
    await recoveredPhone(server, wallet, { recovery, keepOthers: true });
  server.clock.advance(600_000);
  const before = await server.rowCounts();
  const sixth = await newClient(server);
  expect(await recover(sixth, { recovery, keepOthers: true })).toMatchObject({
    status: 409,
    body: { kind: 'too_many_devices' },
  });
  expect(await server.rowCounts()).toEqual(before);
  expect((await recover(sixth, { recovery })).body).toMatchObject({ revoked: MOST_DEVICES });
});
