// Tills that another till has added without a signal: what the server credits of them, and who can stop them.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import { type Bytes, base64FromBytes, bytesFromBase64, bytesFromHex } from '#base/bytes.ts';
import { delegateOf, makeDelegatedCertificate } from '#protocol/delegation.ts';
import { makeEarnReceipt } from '#protocol/earn-receipt.ts';
import type { TerminalCertificate } from '#protocol/messages.ts';
import { openAs } from '#protocol/open-message.ts';
import { type CertifiedSigner, withCertificate } from '#protocol/signer.ts';
import { TERMINAL_CERTIFICATE } from '#protocol/terminal-certificate.ts';
import { admin } from '../support/admin.ts';
import { newClient, type Reply, type SignedClient } from '../support/signed-client.ts';
import { journalOf, openTill, openWallet, type Till, type Wallet } from '../support/shop.ts';
import { openTestServer, random, type TestServer } from '../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

interface Added extends SignedClient {
  readonly certificate: TerminalCertificate;
  readonly tillSigner: CertifiedSigner;
  readonly register: () => Promise<Reply>;
}

function certificateIn(bytes: Bytes): TerminalCertificate {
  const opened = openAs(TERMINAL_CERTIFICATE, bytes);
  if (!opened.ok) throw new Error(opened.error.kind);
  return opened.value.value;
}

function issuedTo({ body }: Reply): TerminalCertificate {
  return certificateIn(bytesFromBase64(String(body['certificate']))!);
}

async function addTill(parent: Till, slot: number): Promise<Added> {
  const client = await newClient(server);
  const certificate = delegateOf(certificateIn(parent.tillSigner.certificate), {
    terminalKey: client.signer.publicKey,
    issuedAtS: Math.floor(server.clock.nowMs() / 1000),
    slot,
    random: random.bytes(4),
  });
  const bytes = await makeDelegatedCertificate(certificate, parent.tillSigner);
  const message = { v: 1, publicKey: client.publicKey, certificate: base64FromBytes(bytes), name: 'Door' };
  return {
    ...client,
    certificate,
    tillSigner: withCertificate(client.signer, bytes),
    register: () => client.post(ROUTES.addedTerminals, message),
  };
}

function sellTo(wallet: Wallet, till: Added, sequence = 1): Promise<Bytes> {
  return makeEarnReceipt(
    {
      issuedAtS: Math.floor(server.clock.nowMs() / 1000),
      memberId: bytesFromHex(wallet.memberId)!,
      sequence,
      facts: { kind: 'purchase', lines: [{ amountMinor: 1_000, category: 'food' }] },
      totalMinor: 1_000,
      tillReference: 'R-1',
      previous: new Uint8Array(8),
    },
    till.tillSigner,
  );
}

async function decided(by: Wallet | Added, receipt: Bytes): Promise<string> {
  const journal = journalOf(server, by, 9 + seq++);
  const [result] = await journal.decide(await journal.seal('earn', receipt));
  return result!.code ?? result!.status;
}
let seq = 0;

async function operator(words: readonly string[], ...switches: readonly string[]): Promise<string> {
  const { code, printed, explained } = await admin(server, words, { switches });
  expect(code, explained).toBe(0);
  return printed;
}

test('a till comes with what another has signed and gets a number and a certificate of its own, with its limits', async () => {
  const parent = await openTill(server);
  const added = await addTill(parent, 1);
  const wallet = await openWallet(server);
  const receipt = await sellTo(wallet, added);
  const first = await added.register();
  expect(first.status).toBe(200);
  const issued = issuedTo(first);
  expect(issued.caps).toEqual(added.certificate.caps);
  expect(issued.risk).toEqual(added.certificate.risk);
  expect(issued).toMatchObject({ serial: added.certificate.serial, tillNumber: first.body['tillNumber'] });
  expect(issued.tillNumber).toBeLessThan(100_000);
  expect(issued.delegates).toBeUndefined();
  expect(issuedTo(await added.register())).toMatchObject({
    serial: issued.serial,
    tillNumber: issued.tillNumber,
  });
  expect(await decided(added, receipt)).toBe('accepted');

  const listed = (await operator(['terminal', 'list']))
    .split('\n')
    .find((line) => line.includes(String(issued.serial)));
  expect(listed).toMatch(/\tunconfirmed$/);
  await operator(['terminal', 'confirm', 'copper-cup', String(issued.tillNumber)]);
  const full = issuedTo(await added.register());
  expect(full.caps).toEqual(certificateIn(parent.tillSigner.certificate).caps);
  expect(full.delegates).toBeUndefined();
});

test('a phone that is quicker than the till brings what registers it', async () => {
  const [parent, wallet] = [await openTill(server), await openWallet(server)];
  const added = await addTill(parent, 1);
  const receipt = await sellTo(wallet, added);
  expect(await decided(wallet, receipt)).toBe('accepted');
  expect((await added.register()).status).toBe(200);
  expect(await decided(added, receipt)).toBe('already_known');
});

test('a till adds four, and more only when the operator stands by them', async () => {
  const [parent, wallet] = [await openTill(server), await openWallet(server)];
  const tills = await Promise.all([1, 2, 3, 4, 5].map((slot) => addTill(parent, slot)));
  const replies = [];
  for (const till of tills.slice(0, 4)) replies.push(await till.register());
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const fifth = tills[4]!;
  expect((await fifth.register()).body).toMatchObject({ kind: 'delegation_full' });
  const receipt = await sellTo(wallet, fifth);
  expect(await decided(wallet, receipt)).toBe('serial_unregistered');
  await operator(['terminal', 'confirm', 'copper-cup', String(replies[0]!.body['tillNumber'])]);
  expect((await fifth.register()).status).toBe(200);
});

test('two keys under one number: the first is registered, the other counts for nobody', async () => {
  const [parent, wallet] = [await openTill(server), await openWallet(server)];
  const [first, second] = [await addTill(parent, 7), await addTill(parent, 7)];
  expect((await first.register()).status).toBe(200);
  expect((await second.register()).body).toMatchObject({ kind: 'key_in_use' });
  expect(await decided(wallet, await sellTo(wallet, second))).toBe('serial_unregistered');
  expect(await decided(wallet, await sellTo(wallet, first))).toBe('accepted');
});

test('only a till that may add others, and for its own key', async () => {
  const parent = await openTill(server);
  const added = await addTill(parent, 1);
  const stranger = await newClient(server);
  const message = { v: 1, publicKey: stranger.publicKey, name: 'Door' };
  const certificate = base64FromBytes(added.tillSigner.certificate);
  expect((await stranger.post(ROUTES.addedTerminals, { ...message, certificate })).body).toMatchObject({
    kind: 'cert_bad_signature',
  });
  const own = base64FromBytes(parent.tillSigner.certificate);
  expect(
    (await parent.post(ROUTES.addedTerminals, { ...message, publicKey: parent.publicKey, certificate: own }))
      .body,
  ).toMatchObject({ kind: 'cert_delegation' });
});

test('digits that were not the same: its till takes it back, before or after it has come', async () => {
  const [parent, other, wallet] = [await openTill(server), await openTill(server), await openWallet(server)];
  const [early, late, untouched] = await Promise.all([1, 2, 3].map((slot) => addTill(parent, slot)));
  const disown = (by: Till, ...tills: readonly Added[]) =>
    by.post(ROUTES.disownedTerminals, { v: 1, serials: tills.map(({ certificate }) => certificate.serial) });
  expect((await disown(parent, early!)).status).toBe(200);
  expect((await early!.register()).body).toMatchObject({ kind: 'delegation_revoked' });
  expect(await decided(wallet, await sellTo(wallet, early!))).toBe('serial_unregistered');
  await late!.register();
  expect((await disown(parent, late!)).status).toBe(200);
  expect(await decided(wallet, await sellTo(wallet, late!))).toBe('serial_unregistered');
  // Nobody takes back another till's word.
  await disown(other, untouched!);
  expect((await untouched!.register()).status).toBe(200);
});

test('who revokes a till revokes what it added, but for what the operator has confirmed', async () => {
  const [parent, wallet] = [await openTill(server), await openWallet(server)];
  const [fallen, kept, late] = await Promise.all([1, 2, 3].map((slot) => addTill(parent, slot)));
  await fallen!.register();
  const keptNumber = (await kept!.register()).body['tillNumber'];
  await operator(['terminal', 'confirm', 'copper-cup', String(keptNumber)]);
  const { till_number } = await server.db
    .selectFrom('terminal')
    .select('till_number')
    .where('serial', '=', certificateIn(parent.tillSigner.certificate).serial)
    .executeTakeFirstOrThrow();
  const before = await sellTo(wallet, fallen!, 1);
  server.clock.advance(60_000);
  await operator(['terminal', 'revoke', 'copper-cup', String(till_number)], 'stolen');
  server.clock.advance(60_000);
  expect(await decided(wallet, before)).toBe('accepted');
  expect(await decided(wallet, await sellTo(wallet, fallen!, 2))).toBe('serial_unregistered');
  expect(await decided(wallet, await sellTo(wallet, kept!, 1))).toBe('accepted');
  expect((await late!.register()).body).toMatchObject({ kind: 'delegation_revoked' });
});
