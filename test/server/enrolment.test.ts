import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogueReply } from '#api/catalogue.ts';
import { parseMessage } from '#api/parse-message.ts';
import { ROUTES } from '#api/routes.ts';
import { bytesFromBase64, hexFromBytes } from '#base/bytes.ts';
import { openDeviceCertificate, openTerminalCertificate } from '#protocol/chain.ts';
import { thumbprint } from '#protocol/public-key.ts';
import { openTrustList } from '#protocol/trust-list.ts';
import { createPairingCode, PAIRING_CODE_LIFE_MS } from '#server/enrolment/pairing-code.ts';
import { admin } from '../support/admin.ts';
import { forgetMembers } from '../support/forget-members.ts';
import { clientFor, newClient, newWallet } from '../support/signed-client.ts';
import { openTill, openWallet } from '../support/shop.ts';
import { openTestServer, ORIGIN, type TestServer } from '../support/test-server.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

async function catalogue() {
  const response = await server.app.request(ORIGIN + ROUTES.catalogue);
  const reply = parseMessage(catalogueReply, await response.json());
  if (!reply.ok) throw new Error(JSON.stringify(reply.error));
  return reply.value;
}

async function merchantId(slug: string): Promise<string> {
  return (await catalogue()).merchants.find((merchant) => merchant.slug === slug)!.id;
}

test('the catalogue fits its contract and carries a trust list of the same merchants', async () => {
  const reply = await catalogue();
  const slugs = reply.merchants.map((merchant) => merchant.slug);
  expect(slugs).toEqual(slugs.toSorted());
  expect(slugs).toEqual(expect.arrayContaining(['book-harbour', 'copper-cup', 'green-grocer', 'starbucks']));
  const ids = reply.programmes.map((programme) => programme.definition['id']);
  expect(ids.slice(0, 3)).toEqual(['copper-cup', 'green-grocer', 'book-harbour']);
  expect(new Set(ids).size).toBe(28);
  const list = await openTrustList(bytesFromBase64(reply.trustList)!, [bytesFromBase64(reply.serverKey)!]);
  if (!list.ok) throw new Error(list.error.kind);
  expect(list.value.merchants.map((each) => hexFromBytes(each.merchantId))).toEqual(
    reply.merchants.map((each) => each.id),
  );
});

test('the API is never cached, and health answers', async () => {
  const response = await server.app.request(ORIGIN + ROUTES.health);
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test('a new key becomes a member with a certificate of the server', async () => {
  const client = await newClient(server);
  const reply = await client.post(ROUTES.devices, { v: 1, publicKey: client.publicKey, assurance: 1 });
  expect(reply.status).toBe(200);
  const certificate = bytesFromBase64(String(reply.body['certificate']))!;
  const opened = await openDeviceCertificate(
    certificate,
    [server.keys.server.publicKey],
    server.clock.nowMs(),
  );
  if (!opened.ok) throw new Error(opened.error.kind);
  expect(hexFromBytes(opened.value.memberId)).toBe(reply.body['memberId']);
  expect(opened.value).toMatchObject({ assurance: 'non_extractable', deviceKey: client.signer.publicKey });
});

test('the same key again is the same member', async () => {
  const wallet = await newWallet(server);
  const before = await server.rowCounts();
  const again = await wallet.post(ROUTES.devices, { v: 1, publicKey: wallet.publicKey, assurance: 1 });
  expect(again.body['memberId']).toBe(wallet.memberId);
  expect(await server.rowCounts()).toEqual(before);
});

test('a server that has forgotten a key makes the same member of it, and another server another one', async () => {
  const wallet = await newWallet(server);
  const enrol = { v: 1, publicKey: wallet.publicKey, assurance: 1 };
  await forgetMembers(server.db);
  await server.db
    .deleteFrom('device')
    .where('id', '=', hexFromBytes(await thumbprint(wallet.signer.publicKey)))
    .execute();
  expect(await wallet.post(ROUTES.devices, enrol)).toMatchObject({
    status: 200,
    body: { memberId: wallet.memberId },
  });
  const elsewhere = await openTestServer();
  const there = await clientFor(elsewhere, wallet.signer).post(ROUTES.devices, enrol);
  await elsewhere.close();
  expect(there.status).toBe(200);
  expect(there.body['memberId']).not.toBe(wallet.memberId);
});

test('nobody enrols a key that they do not have', async () => {
  const client = await newClient(server);
  const other = await newClient(server);
  const reply = await client.post(ROUTES.devices, { v: 1, publicKey: other.publicKey, assurance: 1 });
  expect(reply).toMatchObject({ status: 401, body: { kind: 'not_enrolled' } });
});

test('a key off the curve is malformed', async () => {
  const client = await newClient(server);
  const offCurve = Buffer.concat([Buffer.of(2), Buffer.alloc(32, 0xff)]).toString('base64');
  const reply = await client.post(ROUTES.devices, { v: 1, publicKey: offCurve, assurance: 1 });
  expect(reply).toMatchObject({ status: 400, body: { kind: 'malformed', at: 'publicKey' } });
});

test('a message of another shape is refused by path and expectation', async () => {
  const client = await newClient(server);
  const reply = await client.post(ROUTES.devices, { v: 1, publicKey: client.publicKey, assurance: 7 });
  expect(reply).toMatchObject({
    status: 400,
    body: { kind: 'malformed', at: 'assurance', expected: '(0 | 1)' },
  });
});

async function pairingOf(slug: string): Promise<string> {
  return createPairingCode(
    { ...server, random: { bytes: (n) => crypto.getRandomValues(new Uint8Array(n)) } },
    { merchantId: await merchantId(slug) },
  );
}

test('a till pairs once with a code; again with the same code it is the same till', async () => {
  const [code, till] = [await pairingOf('copper-cup'), await newClient(server)];
  const message = { v: 1, publicKey: till.publicKey, pairingCode: code, name: 'Counter' };
  const first = await till.post(ROUTES.terminals, message);
  expect(first).toMatchObject({
    status: 200,
    body: { merchantId: await merchantId('copper-cup'), tillNumber: 1 },
  });
  const before = await server.rowCounts();
  const again = await till.post(ROUTES.terminals, message);
  expect(again.body['tillNumber']).toBe(1);
  expect(await server.rowCounts()).toEqual(before);
});

test.each([
  ['a\u0000b', 'a b'],
  ['Till\n\u001b[2Jx', 'Till  [2Jx'],
  ['\u200fصندوق\u200cها', 'صندوق\u200cها'],
  ['\u200d\u202e', /^Till \d+$/],
])('a till that calls itself %j is listed as a line that can be read', async (name, listed) => {
  const [pairingCode, till] = [await pairingOf('copper-cup'), await newClient(server)];
  const reply = await till.post(ROUTES.terminals, { v: 1, publicKey: till.publicKey, pairingCode, name });
  expect(reply.status).toBe(200);
  const rows = (await admin(server, ['terminal', 'list'])).printed.split('\n');
  const row = rows
    .map((each) => each.split('\t'))
    .find(([, number]) => number === String(reply.body['tillNumber']));
  expect(row?.[2]).toEqual(typeof listed === 'string' ? listed : expect.stringMatching(listed));
});

test('a till certificate chains to the merchant in the trust list and names a registered serial', async () => {
  const [code, till] = [await pairingOf('green-grocer'), await newClient(server)];
  const reply = await till.post(ROUTES.terminals, {
    v: 1,
    publicKey: till.publicKey,
    pairingCode: code,
    name: 'Till',
  });
  const { trustList, serverKey } = await catalogue();
  const list = await openTrustList(bytesFromBase64(trustList)!, [bytesFromBase64(serverKey)!]);
  if (!list.ok) throw new Error(list.error.kind);
  const nowMs = server.clock.nowMs();
  const demand = { trustList: list.value, atMs: nowMs, nowMs, permissions: ['earn', 'redeem'] as const };
  const origin = await openTerminalCertificate(bytesFromBase64(String(reply.body['certificate']))!, demand);
  if (!origin.ok) throw new Error(origin.error.kind);
  expect(origin.value.merchant.slug).toBe('green-grocer');
  const row = await server.db
    .selectFrom('terminal')
    .selectAll()
    .where('serial', '=', origin.value.certificate.serial)
    .execute();
  expect(row).toHaveLength(1);
});

test('a used, an expired and an unknown code are three refusals', async () => {
  const used = await pairingOf('copper-cup');
  const [first, second] = [await newClient(server), await newClient(server)];
  const ask = (client: typeof first, pairingCode: string) =>
    client.post(ROUTES.terminals, { v: 1, publicKey: client.publicKey, pairingCode, name: 'Till' });
  await ask(first, used);
  expect(await ask(second, used)).toMatchObject({ status: 409, body: { kind: 'pairing_code_used' } });
  expect(await ask(second, '00000000')).toMatchObject({
    status: 409,
    body: { kind: 'pairing_code_unknown' },
  });
  const expired = await pairingOf('copper-cup');
  server.clock.advance(PAIRING_CODE_LIFE_MS);
  expect(await ask(second, expired)).toMatchObject({ status: 409, body: { kind: 'pairing_code_expired' } });
});

test('a used code answers its own till for 35 days after it lapsed, also when others are made', async () => {
  const till = await newClient(server);
  const pairingCode = await pairingOf('copper-cup');
  const ask = () =>
    till.post(ROUTES.terminals, { v: 1, publicKey: till.publicKey, pairingCode, name: 'Till' });
  expect(await ask()).toMatchObject({ status: 200 });
  server.clock.advance(PAIRING_CODE_LIFE_MS + 35 * DAY_MS);
  await pairingOf('copper-cup');
  expect(await ask()).toMatchObject({ status: 200 });
  server.clock.advance(1);
  await pairingOf('copper-cup');
  expect(await ask()).toMatchObject({ status: 409, body: { kind: 'pairing_code_unknown' } });
});

test('a wallet key cannot become a till, nor a till key a wallet', async () => {
  const wallet = await newWallet(server);
  const code = await pairingOf('copper-cup');
  const asTill = await wallet.post(ROUTES.terminals, {
    v: 1,
    publicKey: wallet.publicKey,
    pairingCode: code,
    name: 'Till',
  });
  expect(asTill).toMatchObject({ status: 409, body: { kind: 'key_in_use' } });
  const till = await newClient(server);
  const paired = await till.post(ROUTES.terminals, {
    v: 1,
    publicKey: till.publicKey,
    pairingCode: code,
    name: 'Till',
  });
  expect(paired.status).toBe(200);
  const asWallet = await till.post(ROUTES.devices, { v: 1, publicKey: till.publicKey, assurance: 1 });
  expect(asWallet).toMatchObject({ status: 409, body: { kind: 'key_in_use' } });
});

test('sync renews a certificate once half of its life is over, for wallets and for tills', async () => {
  const [wallet, till] = [await openWallet(server), await openTill(server)];
  const kinds = async (device: typeof wallet | typeof till) =>
    (await device.changes()).map((change) => change.kind);
  expect([await kinds(wallet), await kinds(till)]).toEqual([[], []]);
  server.clock.advance(8 * DAY_MS);
  expect([await kinds(wallet), await kinds(wallet), await kinds(till)]).toEqual([
    ['certificate'],
    ['certificate'],
    [],
  ]);
  server.clock.advance(38 * DAY_MS);
  expect(await kinds(till)).toEqual(['certificate']);
  const renewed = (await till.changes())[0];
  if (renewed?.kind !== 'certificate') throw new Error('no certificate');
  const { trustList } = await catalogue();
  const list = await openTrustList(bytesFromBase64(trustList)!, [server.keys.server.publicKey]);
  if (!list.ok) throw new Error(list.error.kind);
  const nowMs = server.clock.nowMs();
  const demand = {
    trustList: list.value,
    atMs: nowMs + 80 * DAY_MS,
    nowMs,
    permissions: ['redeem'] as const,
  };
  const origin = await openTerminalCertificate(bytesFromBase64(renewed.cose)!, demand);
  expect(origin).toMatchObject({ ok: true, value: { certificate: { terminalKey: till.signer.publicKey } } });
});
