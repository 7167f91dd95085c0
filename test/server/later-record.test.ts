// A client that is newer than the server, which was perhaps put back to an older build: what it says is kept for later.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROUTES } from '#api/routes.ts';
import type { RecordResult } from '#api/sync.ts';
import { base64FromBytes, bytesFromText, hexFromBytes } from '#base/bytes.ts';
import { uuidV7 } from '#base/uuid.ts';
import { RECORD_LIMITS } from '#protocol/cbor.ts';
import type { JournalKind, JournalRecord } from '#protocol/journal-message.ts';
import { JOURNAL_RECORD, KIND_LABEL } from '#protocol/journal-record.ts';
import { makeKeyed } from '#protocol/open-message.ts';
import { thumbprint } from '#protocol/public-key.ts';
import { label } from '#protocol/schema.ts';
import type { Signer } from '#protocol/signer.ts';
import { openTill, openWallet, type Sealed } from '../support/shop.ts';
import { openTestServer, random, type TestServer } from '../support/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

const JOIN = bytesFromText('copper-cup');

/** Sealed as a build would seal a kind of this number. */
async function sealKind(number: number, sequence: number, signer: Signer): Promise<Sealed> {
  const { holds: _, ...schema } = JOURNAL_RECORD;
  const kind = label<JournalKind>(KIND_LABEL, { read: () => 'join', write: () => number });
  const occurredAtMs = server.clock.nowMs();
  const record: JournalRecord = {
    issuedAtS: Math.floor(occurredAtMs / 1000),
    eventId: uuidV7(occurredAtMs, random.bytes(10)),
    epoch: 7,
    sequence,
    kind: 'join',
    parts: [JOIN],
    occurredAtMs,
    previous: new Uint8Array(8),
  };
  const later = { ...schema, fields: { ...schema.fields, kind } };
  const cose = await makeKeyed(later, record, signer, RECORD_LIMITS);
  return { id: record.eventId, seq: sequence, cose: base64FromBytes(cose) };
}

const LATER = 14;
const GONE = 4;

test('a record of a kind of tomorrow is put off, leaves no trace, and holds up nothing', async () => {
  const wallet = await openWallet(server);
  const later = await sealKind(LATER, 1, wallet.signer);
  const before = await server.rowCounts();
  expect(await wallet.decide(later)).toEqual([{ id: later.id, status: 'retry' }]);
  expect(await server.rowCounts()).toEqual(before);
  await wallet.seal('join', JOIN);
  const join = await wallet.seal('join', JOIN);
  const both = await wallet.decide(later, join);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['accepted', 'retry']);
});

test('a kind that is gone, and a kind of tomorrow that somebody else has sealed, are refused', async () => {
  const [wallet, stranger] = [await openWallet(server), await openWallet(server)];
  const gone = await sealKind(GONE, 1, wallet.signer);
  expect(await wallet.decide(gone)).toMatchObject([{ status: 'rejected', code: 'claims_shape' }]);
  const forged = await sealKind(LATER, 2, stranger.signer);
  expect(await wallet.decide(forged)).toMatchObject([{ status: 'rejected', code: 'claims_shape' }]);
});

test('a record of tomorrow that another till carries is put off as well', async () => {
  const [till, sister] = [await openTill(server), await openTill(server)];
  const later = await sealKind(LATER, 1, till.signer);
  const device = hexFromBytes(await thumbprint(till.signer.publicKey));
  const relay = { device, epoch: 7, records: [later] };
  const reply = await sister.post(ROUTES.sync, { v: 1, epoch: 0, cursor: 0, records: [], relay });
  expect(reply.body['results'] as readonly RecordResult[]).toEqual([{ id: later.id, status: 'retry' }]);
});
