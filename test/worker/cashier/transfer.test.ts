import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { createCashierDatabase } from '#storage/cashier-database.ts';
import { expectOk, recordsOf } from '../../support/till-expectations.ts';
import { type TestTill, type TillWorld, createTillWorld, openPairedTill } from '../../support/till-world.ts';

const SALE = { lines: [{ amountMinor: 12_000, category: 'shoes' }] };

interface SyncBody {
  readonly cursor: number;
  readonly records: readonly { readonly id: string }[];
  readonly relay?: { readonly device: string; readonly records: readonly { readonly id: string }[] };
}

let world: TillWorld;
let broken: TestTill;
let sister: TestTill;
beforeEach(async () => {
  world = await createTillWorld();
  broken = await openPairedTill(world);
  sister = await openPairedTill(world);
});

async function sell(till: TestTill): Promise<void> {
  const reading = expectOk(await till.api.readCode(await world.passCode(), SALE));
  if (reading.kind !== 'member') throw new Error(reading.kind);
  expectOk(await till.api.recordSale(reading.readingId, SALE));
}

/** A server that takes carried records as well; returns the ids in the order of their coming. `of`: since it was put back. */
function takeRelays(of: { serverEpoch?: string } = {}): string[] {
  const carried: string[] = [];
  const answer = world.network.answerSync;
  world.network.answerSync = (body) => {
    const relay = (body as SyncBody).relay?.records ?? [];
    carried.push(...relay.map(({ id }) => id));
    const plain = answer(body) as { readonly results: readonly object[] };
    const results = [...plain.results, ...relay.map(({ id }) => ({ id, status: 'accepted' }))];
    return { ...plain, ...of, results };
  };
  world.network.up = true;
  return carried;
}

const idsOf = async (till: TestTill) =>
  (await till.stores.store.read(({ outbox }) => outbox.unsent(99))).map(({ id }) => id);

describe('unsent records in a file', () => {
  it('reach the server through another till, in the order of their journal, once', async () => {
    for (let sales = 0; sales < 3; sales++) await sell(broken);
    const exported = expectOk(await broken.api.exportUnsent());
    expect(exported).toMatchObject({ records: 3, fileName: 'till-3-unsent.tessera' });
    const taken = expectOk(await sister.api.importUnsent(exported.file, exported.code));
    expect(taken).toEqual({ tillName: 'Front desk', records: 3, fresh: 3 });
    expect(expectOk(await sister.api.importUnsent(exported.file, exported.code))).toMatchObject({ fresh: 0 });
    expect(await sister.api.relayed()).toEqual({ unsent: 3, decided: 0 });
    const carried = takeRelays();
    await sister.api.syncNow();
    expect(await sister.api.relayed()).toEqual({ unsent: 0, decided: 3 });
    expectOk(await sister.api.importUnsent(exported.file, exported.code));
    await sister.api.syncNow();
    expect(carried).toEqual(await idsOf(broken));
  });

  it('open with their code only, typed as people type', async () => {
    await sell(broken);
    const { file, code } = expectOk(await broken.api.exportUnsent());
    const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('o', '0').replaceAll('b', '8');
    const wrong = code.startsWith('A') ? `B${code.slice(1)}` : `A${code.slice(1)}`;
    const refusal = async (bytes: Uint8Array<ArrayBuffer>, with_: string) =>
      (await sister.api.importUnsent(bytes, with_)) as { readonly error: { readonly kind: string } };
    expect((await refusal(file, wrong)).error.kind).toBe('transfer_code_wrong');
    expect((await refusal(file, '')).error.kind).toBe('transfer_code_wrong');
    const other = expectOk(await broken.api.exportUnsent());
    expect(other.code).not.toBe(code);
    expect((await refusal(file, other.code)).error.kind).toBe('transfer_code_wrong');
    const altered = file.slice();
    altered[altered.length - 1]! ^= 1;
    expect((await refusal(altered, code)).error.kind).toBe('transfer_code_wrong');
    expect((await refusal(file.slice(0, -1), code)).error.kind).toBe('transfer_unreadable');
    expect((await refusal(new Uint8Array(64), code)).error.kind).toBe('transfer_unreadable');
    expect(expectOk(await sister.api.importUnsent(file, typed)).fresh).toBe(1);
  });

  it('are refused by the till that wrote them, by a stranger’s, and when there are none', async () => {
    expect(await broken.api.exportUnsent()).toMatchObject({ error: { kind: 'nothing_unsent' } });
    await sell(broken);
    const { file, code } = expectOk(await broken.api.exportUnsent());
    expect(await broken.api.importUnsent(file, code)).toMatchObject({ error: { kind: 'transfer_own' } });
    const elsewhere = await openPairedTill(await createTillWorld());
    expect(await elsewhere.api.importUnsent(file, code)).toMatchObject({
      error: { kind: 'cert_bad_signature' },
    });
  });

  it('wait when the line fails, and go with the next sync', async () => {
    await sell(broken);
    const { file, code } = expectOk(await broken.api.exportUnsent());
    expectOk(await sister.api.importUnsent(file, code));
    await sister.api.syncNow();
    expect(await sister.api.relayed()).toEqual({ unsent: 1, decided: 0 });
    const reopened = world.openTill(sister.name);
    takeRelays();
    await reopened.api.syncNow();
    expect(await reopened.api.relayed()).toEqual({ unsent: 0, decided: 1 });
  });
});

describe('a carried record that the server cannot read', () => {
  const MALFORMED = () => Response.json({ kind: 'malformed' }, { status: 400 });

  it('is set aside; those before and after it are decided', async () => {
    for (let sales = 0; sales < 5; sales++) await sell(broken);
    const bad = (await idsOf(broken))[2]!;
    const { file, code } = expectOk(await broken.api.exportUnsent());
    expectOk(await sister.api.importUnsent(file, code));
    takeRelays();
    const answer = world.network.answerSync;
    world.network.answerSync = (body) =>
      (body as SyncBody).relay?.records.some(({ id }) => id === bad) === true ? MALFORMED() : answer(body);
    await sister.api.syncNow();
    expect(await sister.api.relayed()).toEqual({ unsent: 0, decided: 4 });
    expect(await sister.api.checkTill()).toMatchObject({ setAside: 1 });
    const aside = expectOk(await sister.api.exportSetAside());
    expect(new TextDecoder().decode(aside.bytes)).toContain(bad);
  });

  it('has an id that no server reads: it is set aside without asking', async () => {
    for (let sales = 0; sales < 2; sales++) await sell(broken);
    const { file, code } = expectOk(await broken.api.exportUnsent());
    expectOk(await sister.api.importUnsent(file, code));
    const [row] = await sister.stores.store.read(({ relayed }) => relayed.batch(1));
    await sister.stores.store.write(({ relayed }) => relayed.add([{ ...row!, id: '0-spoilt' }]));
    const carried = takeRelays();
    await sister.api.syncNow();
    expect(carried).toEqual(await idsOf(broken));
    expect(await sister.api.relayed()).toEqual({ unsent: 0, decided: 2 });
    expect(await sister.api.checkTill()).toMatchObject({ setAside: 1 });
  });

  it('is not told from a server that reads none: all of them wait', async () => {
    for (let sales = 0; sales < 5; sales++) await sell(broken);
    const { file, code } = expectOk(await broken.api.exportUnsent());
    expectOk(await sister.api.importUnsent(file, code));
    takeRelays();
    const answer = world.network.answerSync;
    world.network.answerSync = (body) =>
      (body as SyncBody).relay === undefined ? answer(body) : MALFORMED();
    for (let syncs = 0; syncs < 3; syncs++) await sister.api.syncNow();
    expect(await sister.api.relayed()).toEqual({ unsent: 5, decided: 0 });
    expect(await sister.api.checkTill()).toMatchObject({ setAside: 0 });
  });
});

describe('carried records that were decided', () => {
  async function handOver(till: TestTill): Promise<readonly string[]> {
    await sell(till);
    const { file, code } = expectOk(await till.api.exportUnsent());
    expectOk(await sister.api.importUnsent(file, code));
    return idsOf(till);
  }

  const decided = async () => (await sister.stores.decisions.latest(99)).map(({ id }) => id);

  it('are forgotten after 35 days with the word on them; what this till sealed itself keeps its own', async () => {
    const third = await openPairedTill(world);
    const waiting = await handOver(third);
    const first = await handOver(broken);
    await sell(sister);
    const own = await idsOf(sister);
    const carried = takeRelays();
    const plain = world.network.answerSync;
    putOff(waiting);
    await sister.api.syncNow();
    expect(carried.toSorted()).toEqual([...waiting, ...first].toSorted());
    // As an older version kept it.
    const db = createCashierDatabase(sister.name);
    await db.relayed
      .where('id')
      .equals(first[0]!)
      .modify((row) => void delete (row as { decidedAtMs?: number }).decidedAtMs);
    db.close();
    expect((await decided()).toSorted()).toEqual([...own, ...first].toSorted());
    world.clock.advance(36 * 86_400_000);
    world.network.answerSync = plain;
    await sister.api.syncNow();
    expect(await sister.api.relayed()).toEqual({ unsent: 0, decided: 1 });
    expect((await decided()).toSorted()).toEqual([...own, ...waiting].toSorted());
  });
});

/** A server that cannot decide on these yet. */
function putOff(ids: readonly string[]): void {
  const answer = world.network.answerSync;
  world.network.answerSync = (body) => {
    const reply = answer(body) as { readonly results: readonly { readonly id: string }[] };
    const results = reply.results.map((result) =>
      ids.includes(result.id) ? { ...result, status: 'retry' } : result,
    );
    return { ...reply, results };
  };
}

describe('carried records that the server puts off', () => {
  async function carry(till: TestTill): Promise<readonly string[]> {
    await sell(till);
    const { file, code } = expectOk(await till.api.exportUnsent());
    expectOk(await sister.api.importUnsent(file, code));
    return idsOf(till);
  }

  it('stay, and hold nothing up: neither what another till sealed nor the next run', async () => {
    const third = await openPairedTill(world);
    const waiting = await carry(broken);
    const carried = takeRelays();
    const plain = world.network.answerSync;
    putOff(waiting);
    world.network.up = false;
    const later = await carry(third);
    world.network.up = true;
    await sister.api.syncNow();
    expect(carried.toSorted()).toEqual([...waiting, ...later].toSorted());
    expect(await sister.api.relayed()).toEqual({ unsent: 1, decided: 1 });
    world.network.answerSync = plain;
    await sister.api.syncNow();
    expect(await sister.api.relayed()).toEqual({ unsent: 0, decided: 2 });
  });

  it('go although a sale of the till that carries them is put off', async () => {
    const ids = await carry(broken);
    await sell(sister);
    takeRelays();
    putOff(await idsOf(sister));
    expect(await sister.api.syncNow()).toMatchObject({ unsent: 1 });
    expect(await sister.api.relayed()).toEqual({ unsent: 0, decided: ids.length });
  });
});

it('carried records are carried again to a server that was put back and has forgotten them', async () => {
  await sell(broken);
  await sell(sister);
  const { file, code } = expectOk(await broken.api.exportUnsent());
  expectOk(await sister.api.importUnsent(file, code));
  const server: { serverEpoch?: string } = {};
  const carried = takeRelays(server);
  await sister.api.syncNow();
  const [id] = await idsOf(broken);
  expect(carried).toEqual([id]);
  server.serverEpoch = 'ffffffffffffffff';
  await sister.api.syncNow();
  expect(carried).toEqual([id, id]);
  expect(await sister.api.relayed()).toEqual({ unsent: 0, decided: 1 });
});

describe('a till whose key the browser has lost', () => {
  async function loseKey(): Promise<TestTill> {
    await sell(broken);
    await sell(broken);
    broken.close();
    const db = createCashierDatabase(broken.name);
    await db.keys.clear();
    db.close();
    return world.openTill(broken.name);
  }

  it('says so, keeps its records, and can still export them', async () => {
    const lost = await loseKey();
    expect(await lost.api.terminal()).toMatchObject({
      state: 'unpaired',
      lost: { tillName: 'Front desk', unsent: 2 },
    });
    const { file, code } = expectOk(await lost.api.exportUnsent());
    expect(expectOk(await sister.api.importUnsent(file, code))).toMatchObject({ fresh: 2 });
  });

  it('paired anew sends them as what they are: records of the till that it was', async () => {
    const lost = await loseKey();
    const ids = await idsOf(lost);
    const carried = takeRelays();
    expectOk(await lost.api.pair('ABCD2345', 'Front desk'));
    await expect.poll(() => carried).toEqual(ids);
    expect(await lost.api.connection()).toMatchObject({ unsent: 0 });
    expect(await recordsOf(lost, 9)).toMatchObject([{ state: 'accepted' }, { state: 'accepted' }]);
    await sell(lost);
    await lost.api.syncNow();
    expect(await recordsOf(lost, 1)).toMatchObject([{ sequence: 3, state: 'accepted' }]);
  });

  it('does not serve with a new key under the old certificate', async () => {
    const lost = await loseKey();
    world.network.up = true;
    world.network.answerPairing = () =>
      Response.json({ v: 1, kind: 'pairing_code_used', message: 'used' }, { status: 409 });
    expect(await lost.api.pair('ABCD2345', 'Front desk')).toMatchObject({ ok: false });
    expect(await lost.api.terminal()).toMatchObject({ state: 'unpaired', lost: { unsent: 2 } });
  });
});
