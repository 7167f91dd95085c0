// Several devices of one member: who may link, how many, and what a device that was shut out still gets.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { come, idOf, linkedPhone, linkFor, sendLink, shutOut } from '../support/member-phones.ts';
import { openTill } from '../support/shop.ts';
import { newClient, newWallet } from '../support/signed-client.ts';
import { openTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

const sync = { v: 1, epoch: 1, cursor: 0, records: [] };

const nowMs = () => server.clock.nowMs();

test('a phone that is linked is a device of the member, whichever of the two reached the server first', async () => {
  const owner = await newWallet(server);
  const phone = await newClient(server);
  expect(await come(phone)).toMatchObject({ status: 409, body: { kind: 'link_unknown' } });
  const by = await idOf(owner);
  const carried = { memberId: owner.memberId, by, ...(await linkFor(owner, phone, nowMs())) };
  expect((await come(phone, carried)).body).toMatchObject({ memberId: owner.memberId });
  expect((await come(phone, carried)).body).toMatchObject({ memberId: owner.memberId });
  const third = await linkedPhone(server, owner);
  const told = await owner.post(ROUTES.sync, sync);
  const changes = told.body['changes'] as { readonly change: { readonly kind: string } }[];
  expect(changes.filter(({ change }) => change.kind === 'device')).toHaveLength(2);
  const { body } = await third.post(ROUTES.ownDevices, { v: 1 });
  expect((body['devices'] as { readonly name: string }[]).map(({ name }) => name).toSorted()).toEqual([
    '',
    'Tablet',
    'Tablet',
  ]);
});

test('nobody is linked by a stranger, an old statement, a till, or twice', async () => {
  const [owner, stranger, phone] = [
    await newWallet(server),
    await newWallet(server),
    await newClient(server),
  ];
  const by = await idOf(owner);
  const forged = { memberId: owner.memberId, by, ...(await linkFor(stranger, phone, nowMs())) };
  expect(await come(phone, forged)).toMatchObject({ body: { kind: 'bad_signature' } });
  const yesterdayMs = nowMs() - 25 * 3_600_000;
  const old = { memberId: owner.memberId, by, ...(await linkFor(owner, phone, yesterdayMs)) };
  expect(await come(phone, old)).toMatchObject({ body: { kind: 'link_expired' } });
  const till = await openTill(server);
  expect(await sendLink(server, { ...till, memberId: till.merchantId }, phone)).toMatchObject({
    body: { kind: 'wrong_role' },
  });
  expect(await sendLink(server, owner, stranger)).toMatchObject({ body: { kind: 'key_in_use' } });
});

test('a sixth device is refused until one of the five is shut out', async () => {
  const owner = await newWallet(server);
  const [first] = [
    await linkedPhone(server, owner),
    await linkedPhone(server, owner),
    await linkedPhone(server, owner),
    await linkedPhone(server, owner),
  ];
  const sixth = await newClient(server);
  await sendLink(server, owner, sixth);
  expect(await come(sixth)).toMatchObject({ status: 409, body: { kind: 'too_many_devices' } });
  expect((await shutOut(owner, await idOf(first!))).status).toBe(200);
  expect((await come(sixth)).status).toBe(200);
});

test('a device that was shut out syncs no more, gets no certificate, and links nobody', async () => {
  const owner = await newWallet(server);
  const phone = await linkedPhone(server, owner);
  expect(await shutOut(phone, await idOf(phone))).toMatchObject({ body: { kind: 'device_unknown' } });
  const late = await newClient(server);
  const link = { memberId: owner.memberId, by: await idOf(phone), ...(await linkFor(phone, late, nowMs())) };
  const gone = await idOf(phone);
  expect([(await shutOut(owner, gone)).status, (await shutOut(owner, gone)).status]).toEqual([200, 200]);
  expect(await phone.post(ROUTES.sync, sync)).toMatchObject({ status: 403, body: { kind: 'revoked' } });
  expect(await come(phone)).toMatchObject({ status: 409, body: { kind: 'revoked' } });
  expect(await come(late, link)).toMatchObject({ status: 409, body: { kind: 'revoked' } });
  const revoked = await server.db
    .selectFrom('status_mark')
    .select('revoked_at')
    .where('subject', '=', gone)
    .executeTakeFirstOrThrow();
  expect(revoked.revoked_at).toBe(server.clock.nowMs());
  const stranger = await newWallet(server);
  expect(await shutOut(stranger, await idOf(owner))).toMatchObject({ body: { kind: 'device_unknown' } });
});

test.each([
  ['گوشی\u200cمن', 200],
  ['👩\u200d👧', 200],
  ['my\u2028phone', 409],
  ['my\u0000phone', 409],
  ['\u202eenohp', 409],
])('a phone that is called %j: %i', async (name, status) => {
  const wallet = await newWallet(server);
  expect((await wallet.post(ROUTES.deviceName, { v: 1, name })).status).toBe(status);
});
