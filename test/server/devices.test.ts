// Several devices of one member: who may link, how many, and what a device that was shut out still gets.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { base64FromBytes, bytesFromHex, hexFromBytes, type Bytes } from '#base/bytes.ts';
import { signDeviceStatement } from '#protocol/device-link.ts';
import { thumbprint } from '#protocol/public-key.ts';
import { openTill } from '../support/shop.ts';
import { newClient, newWallet, type SignedClient } from '../support/signed-client.ts';
import { openTestServer, random, type TestServer } from '../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

type Wallet = SignedClient & { readonly memberId: string };

const idOf = async (client: SignedClient) => hexFromBytes(await thumbprint(client.signer.publicKey));
const sync = { v: 1, epoch: 1, cursor: 0, records: [] };

/** What `owner` signs about `phone`, as either of them sends it. */
async function linkFor(
  owner: Wallet,
  phone: SignedClient,
  issuedAtS = Math.floor(server.clock.nowMs() / 1000),
) {
  const nonce = random.bytes(8) as Bytes;
  const memberId = bytesFromHex(owner.memberId)!;
  const request = { deviceKey: phone.signer.publicKey, nonce, name: 'Tablet' };
  const statement = { kind: 'link', memberId, issuedAtS, ...request } as const;
  const proof = base64FromBytes(await signDeviceStatement(statement, owner.signer));
  return { nonce: base64FromBytes(nonce), name: 'Tablet', issuedAtS, proof };
}

async function sendLink(owner: Wallet, phone: SignedClient) {
  const link = await linkFor(owner, phone);
  return owner.post(ROUTES.deviceLink, { v: 1, deviceKey: phone.publicKey, ...link });
}

function come(phone: SignedClient, link?: object) {
  return phone.post(ROUTES.deviceLinked, {
    v: 1,
    publicKey: phone.publicKey,
    assurance: 1,
    ...(link && { link }),
  });
}

async function linked(owner: Wallet): Promise<SignedClient> {
  const phone = await newClient(server);
  expect((await sendLink(owner, phone)).status).toBe(200);
  expect((await come(phone)).body).toMatchObject({ memberId: owner.memberId });
  return phone;
}

async function revoke(by: Wallet, device: string) {
  const statement = { kind: 'revoke', memberId: bytesFromHex(by.memberId)!, deviceId: device } as const;
  const proof = base64FromBytes(await signDeviceStatement(statement, by.signer));
  return by.post(ROUTES.deviceRevoke, { v: 1, device, proof });
}

test('a phone that is linked is a device of the member, whichever of the two reached the server first', async () => {
  const owner = await newWallet(server);
  const phone = await newClient(server);
  expect(await come(phone)).toMatchObject({ status: 409, body: { kind: 'link_unknown' } });
  const by = await idOf(owner);
  const carried = { memberId: owner.memberId, by, ...(await linkFor(owner, phone)) };
  expect((await come(phone, carried)).body).toMatchObject({ memberId: owner.memberId });
  expect((await come(phone, carried)).body).toMatchObject({ memberId: owner.memberId });
  const third = await linked(owner);
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
  const forged = { memberId: owner.memberId, by, ...(await linkFor(stranger, phone)) };
  expect(await come(phone, forged)).toMatchObject({ body: { kind: 'bad_signature' } });
  const yesterdayS = Math.floor(server.clock.nowMs() / 1000) - 25 * 3600;
  const old = { memberId: owner.memberId, by, ...(await linkFor(owner, phone, yesterdayS)) };
  expect(await come(phone, old)).toMatchObject({ body: { kind: 'link_expired' } });
  const till = await openTill(server);
  expect(await sendLink({ ...till, memberId: till.merchantId }, phone)).toMatchObject({
    body: { kind: 'wrong_role' },
  });
  expect(await sendLink(owner, stranger)).toMatchObject({ body: { kind: 'key_in_use' } });
});

test('a sixth device is refused until one of the five is shut out', async () => {
  const owner = await newWallet(server);
  const [first] = [await linked(owner), await linked(owner), await linked(owner), await linked(owner)];
  const sixth = await newClient(server);
  await sendLink(owner, sixth);
  expect(await come(sixth)).toMatchObject({ status: 409, body: { kind: 'too_many_devices' } });
  expect((await revoke(owner, await idOf(first!))).status).toBe(200);
  expect((await come(sixth)).status).toBe(200);
});

test('a device that was shut out syncs no more, gets no certificate, and links nobody', async () => {
  const owner = await newWallet(server);
  const phone = { ...(await linked(owner)), memberId: owner.memberId };
  expect(await revoke(phone, await idOf(phone))).toMatchObject({ body: { kind: 'device_unknown' } });
  const late = await newClient(server);
  const link = { memberId: owner.memberId, by: await idOf(phone), ...(await linkFor(phone, late)) };
  const gone = await idOf(phone);
  expect([(await revoke(owner, gone)).status, (await revoke(owner, gone)).status]).toEqual([200, 200]);
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
  expect(await revoke(stranger, await idOf(owner))).toMatchObject({ body: { kind: 'device_unknown' } });
});
