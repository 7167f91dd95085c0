// A passkey that brings a member back: what the server believes of it, and what strangers, tills and old answers get.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { base64FromBytes, bytesFromHex, concatBytes } from '#base/bytes.ts';
import { passkeyChallenge } from '#protocol/passkey-challenge.ts';
import { MOST_DEVICES } from '#server/devices/own-devices.ts';
import {
  FLAGS,
  type TestAuthenticator,
  type Tweak,
  createTestAuthenticator,
} from '../support/test-authenticator.ts';
import { come, idOf, sendLink, shutOut } from '../support/member-phones.ts';
import { newClient, newWallet, type Reply, send, type SignedClient } from '../support/signed-client.ts';
import { openTill } from '../support/shop.ts';
import { openSlowServer, type SlowServer } from '../support/slow-server.ts';
import { inThisProcess, openTestServer, ORIGIN, random, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let slow: SlowServer;
let wallet: Wallet;
let platform: TestAuthenticator;
beforeAll(async () => {
  server = await openTestServer();
  slow = openSlowServer(server);
});
afterAll(async () => {
  await slow.close();
  await server.close();
});
beforeEach(async () => {
  server.clock.advance(600_000);
  wallet = await newWallet(server);
  platform = await createTestAuthenticator(ORIGIN);
});

type Wallet = SignedClient & { readonly memberId: string };

async function nonce(): Promise<string> {
  const sent = { url: ORIGIN + ROUTES.recoveryNonce, method: 'GET', headers: {}, body: new Uint8Array() };
  return String((await send(server, sent)).body['nonce']);
}

async function set(by: Wallet, made = platform, tweak: Tweak = {}, asked?: string): Promise<Reply> {
  const given = asked ?? (await nonce());
  const memberId = bytesFromHex(by.memberId)!;
  const about = { kind: 'appoint', memberId, deviceKey: by.signer.publicKey } as const;
  const { clientData, attestation } = await made.make(await passkeyChallenge(about, given), tweak);
  return by.post(ROUTES.recoveryPasskey, {
    v: 1,
    nonce: given,
    clientData: base64FromBytes(clientData),
    attestation: base64FromBytes(attestation),
  });
}

interface Attempt {
  readonly keepOthers?: boolean;
  readonly by?: TestAuthenticator;
  readonly tweak?: Tweak;
  readonly asked?: string;
  /** The key for which the passkey answered, when it is not the caller's. */
  readonly answeredFor?: SignedClient;
  readonly answeredKeep?: boolean;
  readonly member?: string;
}

async function recover(phone: SignedClient, attempt: Attempt = {}): Promise<Reply> {
  const given = attempt.asked ?? (await nonce());
  const deviceKey = (attempt.answeredFor ?? phone).signer.publicKey;
  const keepOthers = attempt.keepOthers ?? false;
  const about = { kind: 'recover', deviceKey, keepOthers: attempt.answeredKeep ?? keepOthers } as const;
  const challenge = await passkeyChallenge(about, given);
  const answer = await (attempt.by ?? platform).sign(challenge, attempt.tweak);
  const member = bytesFromHex(attempt.member ?? wallet.memberId)!;
  return phone.post(ROUTES.recoveryByPasskey, {
    v: 1,
    publicKey: phone.publicKey,
    assurance: 1,
    keepOthers,
    nonce: given,
    userHandle: base64FromBytes(concatBytes(member, random.bytes(8))),
    credentialId: base64FromBytes(answer.credentialId),
    clientData: base64FromBytes(answer.clientData),
    authenticatorData: base64FromBytes(answer.authenticatorData),
    signature: base64FromBytes(answer.signature),
  });
}

const SYNC = { v: 1, epoch: 1, cursor: 0, records: [] };
const UNKNOWN = { status: 409, body: { kind: 'passkey_unknown' } };
const WRONG = { status: 409, body: { kind: 'passkey_wrong' } };

test('a new phone with the passkey becomes the member, the lost one is revoked', async () => {
  expect((await set(wallet)).status).toBe(200);
  const phone = await newClient(server);
  expect((await recover(phone)).body).toMatchObject({ memberId: wallet.memberId, revoked: 1 });
  expect(await wallet.post(ROUTES.sync, SYNC)).toMatchObject({ status: 403, body: { kind: 'revoked' } });
  const { body } = await phone.post(ROUTES.sync, SYNC);
  const told = (body['changes'] as readonly { readonly change: Readonly<Record<string, unknown>> }[]).map(
    ({ change }) => change,
  );
  expect(told).toContainEqual(expect.objectContaining({ kind: 'recovery_passkey', act: 'set' }));
  expect(told).toContainEqual(expect.objectContaining({ kind: 'notice', notice: 'recovered', revoked: 1 }));
});

test('the same phone again gets the same answer, and shuts nobody out twice', async () => {
  await set(wallet);
  const phone = await newClient(server);
  const asked = await nonce();
  expect((await recover(phone, { asked })).body).toMatchObject({ revoked: 1 });
  const before = await server.rowCounts();
  expect((await recover(phone, { asked })).body).toMatchObject({ memberId: wallet.memberId, revoked: 0 });
  expect(await server.rowCounts()).toEqual(before);
});

test('a sixth phone in use is refused, and changes nothing, unless the others are lost', async () => {
  await set(wallet);
  for (let phones = 1; phones < MOST_DEVICES; phones++) {
    expect((await recover(await newClient(server), { keepOthers: true })).body).toMatchObject({ revoked: 0 });
    server.clock.advance(600_000);
  }
  const before = await server.rowCounts();
  const sixth = await newClient(server);
  expect(await recover(sixth, { keepOthers: true })).toMatchObject({
    status: 409,
    body: { kind: 'too_many_devices' },
  });
  expect(await server.rowCounts()).toEqual(before);
  expect((await recover(sixth)).body).toMatchObject({ revoked: MOST_DEVICES });
});

test('an answer that was carried off enrols no other key', async () => {
  await set(wallet);
  const [phone, thief] = [await newClient(server), await newClient(server)];
  expect(await recover(thief, { answeredFor: phone })).toMatchObject(UNKNOWN);
});

test('nor does an answer decide what its person did not: whether the others are shut out', async () => {
  await set(wallet);
  expect(await recover(await newClient(server), { answeredKeep: true })).toMatchObject(UNKNOWN);
});

test('an answer is good for five minutes after its question, and for a question of this server', async () => {
  await set(wallet);
  const [early, late] = [await nonce(), await nonce()];
  server.clock.advance(300_000);
  expect((await recover(await newClient(server), { asked: early })).status).toBe(200);
  server.clock.advance(1);
  expect(await recover(await newClient(server), { asked: late })).toMatchObject(UNKNOWN);
  expect(await recover(await newClient(server), { asked: 'A'.repeat(32) })).toMatchObject(UNKNOWN);
});

test.each<readonly [string, Tweak]>([
  ['made for another page', { origin: 'https://evil.example' }],
  ['made for another host', { rpId: 'evil.example' }],
  ['without its person verified', { flags: FLAGS.present }],
  ['without its person there', { flags: FLAGS.verified }],
  ['that was asked for something else', { type: 'webauthn.create' }],
])('an answer %s opens nothing', async (_, tweak) => {
  await set(wallet);
  expect(await recover(await newClient(server), { tweak })).toMatchObject(UNKNOWN);
});

test('another passkey, another member’s, a removed and a replaced one look alike', async () => {
  const other = await newWallet(server);
  const [theirs, newer] = [await createTestAuthenticator(ORIGIN), await createTestAuthenticator(ORIGIN)];
  await set(wallet);
  await set(other, theirs);
  const phone = await newClient(server);
  expect(await recover(phone, { by: theirs })).toMatchObject(UNKNOWN);
  expect(await recover(phone, { member: other.memberId })).toMatchObject(UNKNOWN);
  expect(await recover(phone, { member: 'ab'.repeat(8) })).toMatchObject(UNKNOWN);
  const former = base64FromBytes(platform.credentialId);
  expect((await set(wallet, newer)).body).toMatchObject({ former });
  expect(await recover(phone)).toMatchObject(UNKNOWN);
  server.clock.advance(600_000);
  const removed = await wallet.post(ROUTES.removeRecoveryPasskey, { v: 1 });
  expect(removed.body).toMatchObject({ former: base64FromBytes(newer.credentialId) });
  expect(await recover(phone, { by: newer })).toMatchObject(UNKNOWN);
  expect((await recover(phone, { by: theirs, member: other.memberId })).status).toBe(200);
});

test('said twice, setting and removing change nothing more and tell nobody again', async () => {
  const asked = await nonce();
  await set(wallet, platform, {}, asked);
  const once = await server.rowCounts();
  expect((await set(wallet, platform, {}, asked)).status).toBe(200);
  expect(await server.rowCounts()).toEqual(once);
  await wallet.post(ROUTES.removeRecoveryPasskey, { v: 1 });
  const gone = await server.rowCounts();
  expect((await wallet.post(ROUTES.removeRecoveryPasskey, { v: 1 })).body).not.toHaveProperty('former');
  expect(await server.rowCounts()).toEqual(gone);
  expect(gone['member_passkey']).toBe(once['member_passkey']! - 1);
});

test('a passkey is set by a wallet, for its own member, on its own device, a moment ago', async () => {
  const [till, other] = [await openTill(server), await newWallet(server)];
  expect(await set({ ...till, memberId: till.merchantId })).toMatchObject({ body: { kind: 'wrong_role' } });
  const tillRemoves = await till.post(ROUTES.removeRecoveryPasskey, { v: 1 });
  expect(tillRemoves).toMatchObject({ status: 409, body: { kind: 'wrong_role' } });
  expect(await set({ ...wallet, memberId: other.memberId })).toMatchObject(WRONG);
  expect(await set({ ...wallet, signer: other.signer })).toMatchObject(WRONG);
  expect(await set(wallet, platform, { key: [[3, -257]] })).toMatchObject(WRONG);
  expect(await set(wallet, platform, { origin: 'https://evil.example' })).toMatchObject(WRONG);
  const old = await nonce();
  server.clock.advance(300_001);
  expect(await set(wallet, platform, {}, old)).toMatchObject(WRONG);
  expect(await recover(await newClient(server))).toMatchObject(UNKNOWN);
});

test('a device of somebody is nobody else’s, and a removed one does not come back by it', async () => {
  const other = await newWallet(server);
  await set(wallet);
  expect(await recover(other)).toMatchObject({ status: 409, body: { kind: 'key_in_use' } });
  expect((await recover(await newClient(server))).status).toBe(200);
  expect(await recover(wallet)).toMatchObject({ status: 409, body: { kind: 'revoked' } });
});

test('guessing is slowed down, also for one member from many phones', async () => {
  const one = inThisProcess(server);
  const answers: number[] = [];
  for (let attempt = 0; attempt < 7; attempt++) answers.push((await recover(await newClient(one))).status);
  expect(answers).toEqual([409, 409, 409, 409, 409, 429, 429]);
});

test.each<readonly [string, (by: Wallet) => Promise<Reply>]>([
  ['sets', (by) => set(by)],
  ['removes', (by) => by.post(ROUTES.removeRecoveryPasskey, { v: 1 })],
])('a phone that is shut out in the same moment %s no passkey after that', async (_, act) => {
  await slow.atEveryStatement({
    prepare: async () => {
      const [owner, client] = [await newWallet(server), await newClient(slow.shop('all'))];
      await set(owner, await createTestAuthenticator(ORIGIN));
      await sendLink(server, owner, client);
      expect((await come(client)).status).toBe(200);
      return { owner, phone: { ...client, memberId: owner.memberId } };
    },
    work: ({ phone }) => act(phone),
    meanwhile: async ({ owner, phone }) => shutOut(owner, await idOf(phone)),
    check: async ({ owner }, at) => {
      const { changes } = (await owner.post(ROUTES.sync, SYNC)).body;
      const acts = (changes as readonly { readonly change: { readonly act?: string } }[]).flatMap(
        ({ change }) => change.act ?? [],
      );
      expect(acts.at(-1), `statement ${at}`).toBe('revoked');
    },
  });
});
