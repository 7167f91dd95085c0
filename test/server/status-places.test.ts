// Places in the status lists: whose they are, what happens when they run out, and when one is free again.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseMessage } from '#api/parse-message.ts';
import { ROUTES } from '#api/routes.ts';
import { statusReply } from '#api/status.ts';
import { base64FromBytes, bytesFromBase64, bytesFromHex, hexFromBytes, type Bytes } from '#base/bytes.ts';
import { signDeviceStatement } from '#protocol/device-link.ts';
import { openAs } from '#protocol/open-message.ts';
import { thumbprint } from '#protocol/public-key.ts';
import { LIST_PLACES, locateStatus, openStatusList, statusAt } from '#protocol/status-list.ts';
import { VOUCHER } from '#protocol/voucher.ts';
import { createDrawnIds } from '#server/enrolment/drawn-ids.ts';
import { createApp } from '#server/app.ts';
import { bucketOf } from '#server/db/bucket.ts';
import { inTransaction } from '#server/db/transaction.ts';
import type { LogEntry } from '#server/log.ts';
import { retainAll } from '#server/retention/retention.ts';
import { createStatusListMaker } from '#server/spending/status-list.ts';
import { revokeDevice } from '#server/spending/status-marks.ts';
import { deviceSubject, statusPlaceOf, statusPlacesOf } from '#server/spending/status-places.ts';
import {
  MOST_LISTS,
  PART_PLACES,
  placeIn,
  secondHalfOf,
  STOREY_PLACES,
  storeyToFill,
} from '#server/spending/status-storeys.ts';
import { admin } from '../support/admin.ts';
import { joinedWallet, openTill, openWallet, present, type Wallet } from '../support/shop.ts';
import { newClient, type SignedClient } from '../support/signed-client.ts';
import { ORIGIN, openTestServer, random, type TestServer, untroubled } from '../support/test-server.ts';

const DAY_MS = 86_400_000;
const NEVER_MS = 8_640_000_000_000_000;
/** Of a part, as many as are given away. */
const MOST_TAKEN = (PART_PLACES * 7) / 8;
const STOREYS = Array.from({ length: MOST_LISTS * 8 }, (_, storey) => storey).filter(
  (storey) => storey > 0 && storey % 8 < 7,
);

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

const takenIn = (counts: readonly (readonly [number, number])[]) => storeyToFill(new Map(counts));

describe('the storey that a bucket fills', () => {
  test('is the lowest that is not half full, and never that of the places of before', () => {
    expect(takenIn([])).toBe(1);
    expect(takenIn([[0, 0]])).toBe(1);
    expect(takenIn([[1, 511]])).toBe(1);
    expect(
      takenIn([
        [1, 512],
        [2, 400],
      ]),
    ).toBe(2);
    expect(
      takenIn([
        [1, 100],
        [2, 512],
      ]),
    ).toBe(1);
  });

  test('is filled up before the next list is begun, of which the last storey stays empty too', () => {
    const half = [1, 2, 3, 4, 5, 6].map((storey) => [storey, 512] as const);
    expect(takenIn(half)).toBe(1);
    const full = half.map(([storey]) => [storey, MOST_TAKEN] as const);
    expect(takenIn(full)).toBe(8);
    expect(takenIn([...full, [8, 512]])).toBe(9);
  });

  test('is none when all are full', () => {
    const full = STOREYS.map((storey) => [storey, MOST_TAKEN] as const);
    expect(takenIn(full)).toBeUndefined();
    expect(takenIn(full.slice(0, -1))).toBe(STOREYS.at(-1));
  });

  test('has no place in common with another bucket’s', () => {
    const ends = [0, 1, 1022, 1023].flatMap((bucket) =>
      [1, 2, 46].flatMap((storey) => [placeIn(storey, bucket, 0), placeIn(storey, bucket, PART_PLACES - 1)]),
    );
    expect(new Set(ends).size).toBe(ends.length);
    expect(placeIn(1, 1023, PART_PLACES - 1) + 1).toBe(placeIn(2, 0, 0));
    expect(Math.max(...ends)).toBeLessThan(MOST_LISTS * LIST_PLACES);
  });
});

/** Takes so many places of a bucket in each of these storeys, for nobody. */
async function take(bucket: number, storeys: readonly number[], count: number): Promise<void> {
  await sql`
    INSERT INTO status_mark (bucket, place, kind, subject, holder, ends_at)
    SELECT ${bucket}::smallint, s * ${STOREY_PLACES}::int + ${bucket * PART_PLACES}::int + i, 'device', 'nobody', '', ${NEVER_MS}::bigint
    FROM unnest(${storeys}::int[]) AS s, generate_series(0, ${count - 1}::int) AS i
    ON CONFLICT DO NOTHING`.execute(server.db);
}

async function letGo(bucket: number): Promise<void> {
  await server.db
    .deleteFrom('status_mark')
    .where('bucket', '=', bucket)
    .where('subject', '=', 'nobody')
    .execute();
}

/** So that its member's bucket is no other test's. */
const freshMember = () => hexFromBytes(random.bytes(8));

function deviceOf(member: string, change: { readonly frozenAtMs?: number; readonly endsAtMs?: number } = {}) {
  const device = hexFromBytes(random.bytes(32));
  return deviceSubject({ device, member, endsAtMs: NEVER_MS, frozenAtMs: null, ...change });
}

const draw = (subject: ReturnType<typeof deviceOf>, dice = random) =>
  inTransaction(server.db, random, (tx) => statusPlaceOf(tx, dice, subject));

test('a place is given once, lies in its bucket’s part, and goes to nobody else', async () => {
  const member = freshMember();
  const [one, other] = [deviceOf(member), deviceOf(member)];
  const place = await draw(one);
  expect(await draw(one)).toBe(place);
  expect(await draw(other)).not.toBe(place);
  expect(Math.floor((place % STOREY_PLACES) / PART_PLACES)).toBe(bucketOf(member));
  expect(Math.floor(place / STOREY_PLACES)).toBe(1);
});

test('a bucket goes on in the next storey once its part is half full, and in the next list once that is full', async () => {
  const member = freshMember();
  const bucket = bucketOf(member);
  await take(bucket, [1], 512);
  expect(Math.floor((await draw(deviceOf(member))) / STOREY_PLACES)).toBe(2);
  await take(bucket, [1, 2, 3, 4, 5, 6], MOST_TAKEN);
  const beyond = await draw(deviceOf(member));
  expect(Math.floor(beyond / STOREY_PLACES)).toBe(8);
  expect(locateStatus(0, beyond).listNumber).toBe(1);
});

test('many who draw the same place at once get a place each', async () => {
  const member = freshMember();
  let asked = 0;
  // The first twenty draws all come out alike.
  const alike = {
    bytes: (length: number) => (++asked <= 20 ? new Uint8Array(length) : random.bytes(length)),
  };
  const drawn = await Promise.all(Array.from({ length: 24 }, () => draw(deviceOf(member), alike)));
  expect(new Set(drawn).size).toBe(24);
});

test('five hundred at once in one bucket all get one', async () => {
  const member = freshMember();
  await take(bucketOf(member), [1], 500);
  const subjects = Array.from({ length: 500 }, () => deviceOf(member));
  const drawn = await inTransaction(server.db, random, (tx) => statusPlacesOf(tx, random, subjects));
  expect(drawn.includes(undefined)).toBe(false);
  expect(new Set(drawn).size).toBe(500);
});

async function lists() {
  const response = await server.app.request(ORIGIN + ROUTES.status);
  const reply = parseMessage(statusReply, await response.json());
  if (!reply.ok) throw new Error('no status lists');
  const keys = [server.keys.server.publicKey];
  return Promise.all(
    reply.value.lists.map(async ({ number, cose }) => {
      const list = await openStatusList(bytesFromBase64(cose)!, keys);
      if (!list.ok) throw new Error(list.error.kind);
      return { number, list: list.value };
    }),
  );
}

async function isMarked(place: number): Promise<boolean> {
  const { listNumber, index } = locateStatus(0, place);
  const found = (await lists()).find(({ number }) => number === listNumber);
  const status = found && statusAt(found.list, index);
  if (status === undefined) throw new Error(`no list has place ${place}`);
  return status === 1;
}

test('a list is there before anything is in it, and what is revoked beyond the first is on it', async () => {
  await server.db.deleteFrom('status_mark').where('bucket', '>=', 0).execute();
  expect((await lists()).map(({ number }) => number)).toEqual([0]);
  const member = freshMember();
  const bucket = bucketOf(member);
  await take(bucket, [1, 2, 3, 4, 5, 6], MOST_TAKEN);
  server.clock.advance(3_600_000);
  expect((await lists()).map(({ number }) => number)).toEqual([0, 1]);
  const device = deviceOf(member);
  const place = await draw(device);
  expect(place).toBeGreaterThanOrEqual(LIST_PLACES);
  expect(place).toBeLessThan(secondHalfOf(1));
  expect(await isMarked(place)).toBe(false);
  const stop = { device: device.subject, member };
  await inTransaction(server.db, random, (tx) => revokeDevice(tx, stop, server.clock.nowMs()));
  expect(await isMarked(place)).toBe(true);
  expect(await isMarked(place - LIST_PLACES)).toBe(false);
  await letGo(bucket);
});

test('the operator is warned when the last list is half in use', async () => {
  const warned: unknown[] = [];
  const log = (entry: LogEntry) => void warned.push(entry.event);
  const bucket = bucketOf(freshMember());
  await take(bucket, [12, 20, 28, 36, 43], 1);
  expect((await createStatusListMaker({ ...server, log })()).lists).toHaveLength(MOST_LISTS);
  expect(warned).toEqual([]);
  await take(bucket, [44], 1);
  const maker = createStatusListMaker({ ...server, log });
  expect((await maker()).lists).toHaveLength(MOST_LISTS);
  await maker();
  expect(warned).toEqual(['status_lists_filling']);
  await letGo(bucket);
});

test('lists that take long to ask for are not asked for by everybody', async () => {
  let nowMs = server.clock.nowMs();
  // A clock on which each reading is 200 ms after the one before.
  const clock = { nowMs: server.clock.nowMs, monotonicMs: () => (nowMs += 200) };
  const lists = createStatusListMaker({ ...server, clock, log: () => undefined });
  const first = await lists();
  const member = freshMember();
  await draw(deviceOf(member, { frozenAtMs: 1 }));
  expect((await lists()).etag).toBe(first.etag);
  nowMs += 20 * 200;
  expect((await lists()).etag).not.toBe(first.etag);
});

describe('a bucket without room', () => {
  /** A server that calls its next member so. */
  function appFor(member: string): TestServer {
    const { db, keys, state, clock } = server;
    const ids = { ...createDrawnIds(state.nonceSecret), member: () => member };
    return { ...server, app: createApp({ db, keys, state, clock, random, ids, log: () => undefined }) };
  }

  test('takes in no new member, says when to come back, and keeps nothing of the try', async () => {
    const member = freshMember();
    const bucket = bucketOf(member);
    await take(bucket, STOREYS, MOST_TAKEN);
    const client = await newClient(appFor(member));
    const before = await server.rowCounts();
    const message = { v: 1, publicKey: client.publicKey, assurance: 1 };
    const refused = await client.post(ROUTES.devices, message);
    expect(refused).toMatchObject({ status: 503, body: { kind: 'overloaded' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
    expect(await server.rowCounts()).toEqual(before);
    await letGo(bucket);
    expect(await client.post(ROUTES.devices, message)).toMatchObject({
      status: 200,
      body: { memberId: member },
    });
  });

  test('holds up no push: the voucher comes with the first one after there is room again', async () => {
    const wallet = await openWallet(server);
    const bucket = bucketOf(wallet.memberId);
    await take(bucket, STOREYS, MOST_TAKEN);
    const vouchers = async () => (await wallet.changes()).filter(({ kind }) => kind === 'voucher').length;
    const join = await wallet.seal('join', new TextEncoder().encode('copper-cup'));
    expect(await wallet.decide(join)).toMatchObject([{ status: 'accepted' }]);
    expect(await vouchers()).toBe(0);
    await letGo(bucket);
    const other = await wallet.seal('join', new TextEncoder().encode('book-harbour'));
    expect(await wallet.decide(other)).toMatchObject([{ status: 'accepted' }]);
    expect(await vouchers()).toBeGreaterThan(0);
  });

  test('keeps nobody from hearing what became of their records, whose own place is gone', async () => {
    const wallet = await openWallet(server);
    const bucket = bucketOf(wallet.memberId);
    server.clock.advance(100 * DAY_MS);
    await retainAll({ ...server, random, log: untroubled });
    await take(bucket, STOREYS, MOST_TAKEN);
    const join = await wallet.seal('join', new TextEncoder().encode('copper-cup'));
    expect(await wallet.decide(join)).toMatchObject([{ status: 'accepted' }]);
    const certificates = async () =>
      (await wallet.changes()).filter(({ kind }) => kind === 'certificate').length;
    expect(await certificates()).toBe(0);
    await letGo(bucket);
    await wallet.decide(await wallet.seal('join', new TextEncoder().encode('book-harbour')));
    expect(await certificates()).toBeGreaterThan(0);
  });

  test('moves no voucher to another phone, and stops a lost one all the same', async () => {
    const wallet = await joinedWallet(server);
    const phone = await linkedPhone(wallet);
    const to = await idOf(phone);
    const bucket = bucketOf(wallet.memberId);
    await take(bucket, STOREYS, MOST_TAKEN);
    const { id: voucher, place } = opened(wallet.voucher);
    const before = await server.rowCounts();
    expect(await move(wallet, voucher, to)).toMatchObject({ status: 409, body: { kind: 'overloaded' } });
    expect(await server.rowCounts()).toEqual(before);
    expect(await isMarked(place)).toBe(false);
    expect(await admin(server, ['device', 'revoke', await idOf(wallet)])).toMatchObject({ code: 0 });
    expect(await isMarked(place)).toBe(true);
    await letGo(bucket);
  });
});

async function move(from: Wallet, voucher: string, to: string) {
  const memberId = bytesFromHex(from.memberId)!;
  const statement = { kind: 'move', memberId, voucherId: voucher, deviceId: to } as const;
  const proof = base64FromBytes(await signDeviceStatement(statement, from.signer));
  return from.post(ROUTES.voucherMove, { v: 1, voucher, to, proof });
}

test('a voucher goes to and fro so often, and then stays: one member does not fill what a bucket shares', async () => {
  const wallet = await joinedWallet(server);
  const phone = { ...wallet, ...(await linkedPhone(wallet)) };
  const [here, there] = [await idOf(wallet), await idOf(phone)];
  const { id: voucher } = opened(wallet.voucher);
  const kinds: unknown[] = [];
  for (let moves = 0; moves < 26; moves++)
    for (const [from, to] of [
      [wallet, there],
      [phone, here],
    ] as const) {
      server.clock.advance(1_000);
      const { status, body } = await move(from, voucher, to);
      if (status !== 200) kinds.push(body['kind']);
    }
  expect(kinds[0]).toBe('too_many_requests');
  const forms = server.db.selectFrom('status_mark').select('place').where('subject', '=', voucher);
  expect(await forms.execute()).toHaveLength(50);
});

test('a member who links and shuts out phones all day is stopped before that fills a bucket', async () => {
  const wallet = await openWallet(server);
  let status = 200;
  let linked = 0;
  for (; status === 200 && linked < 60; linked++) {
    server.clock.advance(5_000);
    const phone = await newClient(server);
    ({ status } = await link(wallet, phone));
    if (status === 200) await admin(server, ['device', 'revoke', await idOf(phone)]);
  }
  expect(linked).toBe(50);
  server.clock.advance(61 * DAY_MS);
  expect(await link(wallet, await newClient(server))).toMatchObject({ status: 200 });
});

async function idOf(client: SignedClient): Promise<string> {
  return hexFromBytes(await thumbprint(client.signer.publicKey));
}

async function linkedPhone(owner: Wallet): Promise<SignedClient> {
  const phone = await newClient(server);
  expect((await link(owner, phone)).status).toBe(200);
  return phone;
}

async function link(owner: Wallet, phone: SignedClient) {
  const memberId = bytesFromHex(owner.memberId)!;
  const issuedAtS = Math.floor(server.clock.nowMs() / 1000);
  const nonce = random.bytes(8) as Bytes;
  const request = { deviceKey: phone.signer.publicKey, nonce, name: 'Tablet' };
  const proof = await signDeviceStatement({ kind: 'link', memberId, issuedAtS, ...request }, owner.signer);
  await owner.post(ROUTES.deviceLink, {
    v: 1,
    deviceKey: phone.publicKey,
    nonce: base64FromBytes(nonce),
    name: 'Tablet',
    issuedAtS,
    proof: base64FromBytes(proof),
  });
  return phone.post(ROUTES.deviceLinked, { v: 1, publicKey: phone.publicKey, assurance: 1 });
}

function opened(credential: Bytes) {
  const voucher = openAs(VOUCHER, credential);
  if (!voucher.ok) throw new Error(voucher.error.kind);
  const { voucherId, statusIndex, expiresAtS } = voucher.value.value;
  return { id: hexFromBytes(voucherId), place: statusIndex!, endsAtMs: expiresAtS * 1000 };
}

test('a voucher that was withdrawn does not come back on the phone that inherits those of a lost one', async () => {
  const wallet = await joinedWallet(server);
  await linkedPhone(wallet);
  const { id } = opened(wallet.voucher);
  expect(await admin(server, ['voucher', 'revoke', id])).toMatchObject({ code: 0 });
  const lost = await idOf(wallet);
  expect(await admin(server, ['device', 'revoke', lost])).toMatchObject({ code: 0 });
  const forms = server.db.selectFrom('credential').select('device').where('voucher', '=', id);
  expect(await forms.execute()).toEqual([]);
});

test('a voucher whose phone was lost, with no other to take it, can still be withdrawn', async () => {
  const wallet = await joinedWallet(server);
  const { id } = opened(wallet.voucher);
  const lost = await idOf(wallet);
  expect(await admin(server, ['device', 'revoke', lost])).toMatchObject({ code: 0 });
  expect(await admin(server, ['voucher', 'revoke', id])).toMatchObject({ code: 0 });
  expect(await admin(server, ['voucher', 'revoke', id])).toMatchObject({ code: 1 });
});

test('a form that was given up stays on the list when the use of its voucher is taken back', async () => {
  const [till, wallet] = [await openTill(server), await joinedWallet(server)];
  const phone = await linkedPhone(wallet);
  const first = opened(wallet.voucher);
  const lost = await idOf(wallet);
  const shown = await present(server, wallet, wallet.voucher, till.merchantId);
  const receipt = await till.redeem(shown);
  expect(await admin(server, ['device', 'revoke', lost])).toMatchObject({ code: 0 });
  const heir = await idOf(phone);
  const form = await server.db
    .selectFrom('credential')
    .select('cose')
    .where('device', '=', heir)
    .executeTakeFirstOrThrow();
  const second = opened(new Uint8Array(form.cose));
  const undo = await till.takeBack(receipt, { reason: 'goods_returned' });
  await till.decide(await till.seal('redeem', shown, receipt));
  expect([await isMarked(first.place), await isMarked(second.place)]).toEqual([true, true]);
  await till.decide(await till.seal('undo', undo));
  expect([await isMarked(first.place), await isMarked(second.place)]).toEqual([true, false]);
});

describe('a place', () => {
  const dropped = async () => (await retainAll({ ...server, random, log: untroubled })).status_marks;
  const markAt = async (place: number) =>
    server.db
      .selectFrom('status_mark')
      .select('subject')
      .where('bucket', '>=', 0)
      .where('place', '=', place)
      .executeTakeFirst();

  test('leaves the list 38 days after its end, and is free a week later', async () => {
    const member = freshMember();
    const endsAtMs = server.clock.nowMs() + DAY_MS;
    const device = deviceOf(member, { endsAtMs });
    const place = await draw(device);
    const stop = { device: device.subject, member };
    await inTransaction(server.db, random, (tx) => revokeDevice(tx, stop, server.clock.nowMs()));
    server.clock.advance(38 * DAY_MS);
    await dropped();
    expect(await isMarked(place)).toBe(true);
    server.clock.advance(DAY_MS + 3_600_000);
    expect(await isMarked(place)).toBe(false);
    await dropped();
    expect(await markAt(place)).toBeDefined();
    server.clock.advance(7 * DAY_MS);
    await dropped();
    expect(await markAt(place)).toBeUndefined();
  });

  test('stays with a device that renews its certificate, also when that is revoked and no more', async () => {
    const member = freshMember();
    const device = deviceOf(member, { endsAtMs: server.clock.nowMs() + DAY_MS });
    const place = await draw(device);
    server.clock.advance(40 * DAY_MS);
    const renewed = { ...device, endsAtMs: server.clock.nowMs() + 14 * DAY_MS };
    expect(await draw(renewed)).toBe(place);
    server.clock.advance(20 * DAY_MS);
    await dropped();
    expect(await markAt(place)).toBeDefined();
  });

  test('of a device that was stopped for lying is marked from its first moment', async () => {
    const place = await draw(deviceOf(freshMember(), { frozenAtMs: server.clock.nowMs() }));
    expect(await isMarked(place)).toBe(true);
  });

  test('of a voucher is kept for as long as the voucher is good', async () => {
    const wallet = await joinedWallet(server);
    const { place, endsAtMs } = opened(wallet.voucher);
    server.clock.advance(endsAtMs - server.clock.nowMs() + 44 * DAY_MS);
    await dropped();
    expect(await markAt(place)).toBeDefined();
    server.clock.advance(2 * DAY_MS);
    await dropped();
    expect(await markAt(place)).toBeUndefined();
  });

  test('may be gone: a device that comes back after months gets another, and is who it was', async () => {
    const wallet = await openWallet(server);
    server.clock.advance(100 * DAY_MS);
    expect(await dropped()).toBeGreaterThan(0);
    const message = { v: 1, publicKey: wallet.publicKey, assurance: 1 };
    expect(await wallet.post(ROUTES.devices, message)).toMatchObject({
      status: 200,
      body: { memberId: wallet.memberId },
    });
  });
});
