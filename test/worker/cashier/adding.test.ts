// Two tablets without a signal, and a person who compares six digits.
import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it } from 'vitest';
import { codeFromBytes } from '#protocol/code.ts';
import { makeEnrolRequest } from '#protocol/enrol-request.ts';
import { verifyAtWallet } from '#protocol/verify-at-wallet.ts';
import { newSigner, systemRandom } from '../../support/test-device.ts';
import { expectOk } from '../../support/till-expectations.ts';
import {
  MEMBER_ID,
  type TestTill,
  type TillWorld,
  createTillWorld,
  openPairedTill,
} from '../../support/till-world.ts';

const SALE = { lines: [{ amountMinor: 12_500, category: 'shoes' }] };

let world: TillWorld;
let old: TestTill;
let fresh: TestTill;
beforeEach(async () => {
  world = await createTillWorld();
  world.network.certificate = { delegates: 4, permissions: ['earn', 'redeem', 'pay', 'void'] };
  old = await openPairedTill(world);
  fresh = await openedOnce();
});

/** A tablet on which the app was open once while there was a signal. */
async function openedOnce(): Promise<TestTill> {
  const till = world.openTill();
  world.network.up = true;
  await till.driver.now();
  world.network.up = false;
  return till;
}

/** What was begun without being waited for is over. */
async function quiet(till: TestTill): Promise<void> {
  do await new Promise((next) => setImmediate(next));
  while ((await till.connection.view()).syncing);
}

async function exchange(till = fresh, name = 'Door') {
  const asked = expectOk(await till.api.askToBeAdded(name));
  const addition = expectOk(await old.api.addTill(asked.text));
  const admission = expectOk(await till.api.readAdmission(addition.code.text));
  return { asked, addition, admission };
}

async function sellOn(till: TestTill) {
  const reading = expectOk(await till.api.readCode(await world.passCode(), SALE));
  if (reading.kind !== 'member') throw new Error(reading.kind);
  return till.api.recordSale(reading.readingId, SALE);
}

describe('adding a till without a signal', () => {
  it('takes two scans and the same digits on both, and then it serves', async () => {
    const { addition, admission } = await exchange();
    expect(admission).toEqual({ digits: addition.digits, merchantName: 'Novin Charm', tillNumber: 3 });
    expect(addition).toMatchObject({ tillName: 'Door', digits: expect.stringMatching(/^\d{6}$/) });
    // Until somebody has compared it is no till, also after a restart.
    expect(await fresh.api.terminal()).toMatchObject({ state: 'unpaired' });
    expectOk(await old.api.finishAdding(addition.serial, true));
    expectOk(await fresh.api.finishJoining(true));
    expect(await fresh.api.terminal()).toMatchObject({
      state: 'paired',
      tillName: 'Door',
      merchantName: 'Novin Charm',
    });
    const receipt = expectOk(await sellOn(fresh));
    const { verdict } = await verifyAtWallet(
      receipt.code.text,
      { memberId: MEMBER_ID, presentations: new Map(), receipts: new Set() },
      { trustList: world.trustList },
      world.clock,
    );
    expect(verdict).toMatchObject({ kind: 'earned', certificate: { serial: addition.serial } });
    expect(await old.api.addedTills()).toMatchObject({
      left: 3,
      tills: [{ tillName: 'Door', state: 'confirmed' }],
    });
  });

  it('shows the same code again after a restart, and the same answer to it', async () => {
    const { asked, addition } = await exchange();
    fresh.close();
    const again = world.openTill(fresh.name);
    expect(expectOk(await again.api.askToBeAdded('Door')).text).toBe(asked.text);
    expect(expectOk(await old.api.addTill(asked.text))).toEqual(addition);
    expect((await old.api.addedTills()).tills).toHaveLength(1);
  });

  it('keeps nothing where the digits are not the same, and tells the server', async () => {
    const { asked, addition } = await exchange();
    expectOk(await fresh.api.finishJoining(false));
    expect(await fresh.api.terminal()).toMatchObject({ state: 'unpaired' });
    expect(await fresh.api.finishJoining(true)).toMatchObject({ error: { kind: 'pairing_gone' } });
    expectOk(await old.api.finishAdding(addition.serial, false));
    expect(await old.api.finishAdding(addition.serial, true)).toMatchObject({
      error: { kind: 'pairing_gone' },
    });
    expect(await old.api.addTill(asked.text)).toMatchObject({ error: { kind: 'pairing_gone' } });
    await quiet(old);
    world.network.up = true;
    await old.driver.now();
    expect(world.network.disowned).toEqual([addition.serial]);
    expect((await old.api.addedTills()).tills).toMatchObject([{ state: 'refused' }]);
  });

  it('comes to the server first, for a number and a certificate of its own, and then pushes what it sold', async () => {
    const { addition } = await exchange();
    expectOk(await fresh.api.finishJoining(true));
    expectOk(await sellOn(fresh));
    world.network.certificate = { serial: addition.serial, tillNumber: 5 };
    world.network.syncBodies.length = 0;
    world.network.up = true;
    await fresh.driver.now();
    expect(world.network.syncBodies[0]).toMatchObject({ records: [{ seq: 1 }] });
    expect(await fresh.stores.till.get('identity')).toMatchObject({ tillNumber: 3, tillName: 'Door' });
    const stored = await fresh.stores.meta.get('enrolment');
    expect(stored!.certificateUntilMs).toBeGreaterThan(world.clock.nowMs() + 80 * 86_400_000);
    expectOk(await sellOn(fresh));
  });
});

describe('a new till', () => {
  it('must have been open once with a signal: it has no list of merchants else', async () => {
    expect(await world.openTill().api.askToBeAdded('Door')).toMatchObject({
      error: { kind: 'catalogue_missing' },
    });
  });

  it('takes no answer to another till, and none before it has asked', async () => {
    const { addition } = await exchange();
    const other = await openedOnce();
    expect(await other.api.readAdmission(addition.code.text)).toMatchObject({
      error: { kind: 'pairing_gone' },
    });
    expectOk(await other.api.askToBeAdded('Bar'));
    expect(await other.api.readAdmission(addition.code.text)).toMatchObject({
      error: { kind: 'other_till_answered' },
    });
    expect(await other.api.readAdmission(await world.passCode())).toMatchObject({
      error: { kind: 'wrong_type' },
    });
    expect(await other.api.terminal()).toMatchObject({ state: 'unpaired' });
  });

  it('stops a week later, unless it has met the server', async () => {
    await exchange();
    expectOk(await fresh.api.finishJoining(true));
    world.clock.advance(7 * 86_400_000);
    expect(await sellOn(fresh)).toMatchObject({ error: { kind: 'cert_expired' } });
  });

  it('redeems only as long after its last contact as any till: what it was shown is no contact', async () => {
    world.clock.advance(73 * 3_600_000);
    await exchange();
    expectOk(await fresh.api.finishJoining(true));
    const code = await world.presentationCode(await world.voucher({ value: 400, minSpendMinor: 1 }));
    expect(expectOk(await fresh.api.readCode(code, SALE))).toMatchObject({
      reason: { kind: 'offline_too_long' },
    });
    expectOk(await sellOn(fresh));
  });
});

describe('a till of the shop', () => {
  it('adds four in a week, whatever came of them', async () => {
    for (let round = 0; round < 4; round++) {
      const till = await openedOnce();
      const { addition } = await exchange(till, `Till ${round}`);
      expectOk(await old.api.finishAdding(addition.serial, round % 2 === 0));
    }
    const asked = expectOk(await fresh.api.askToBeAdded('Door'));
    expect(await old.api.addTill(asked.text)).toMatchObject({ error: { kind: 'adding_used_up' } });
    world.clock.advance(7 * 86_400_000);
    const later = expectOk(await fresh.api.askToBeAdded('Door'));
    expect(later.text).not.toBe(asked.text);
    expectOk(await old.api.addTill(later.text));
    const serials = (await old.api.addedTills()).tills.map(({ serial }) => serial);
    expect(new Set(serials).size).toBe(5);
  });

  it('adds none when it was added itself, or is no till', async () => {
    const third = await openedOnce();
    await exchange();
    expectOk(await fresh.api.finishJoining(true));
    const asked = expectOk(await third.api.askToBeAdded('Bar'));
    expect(await fresh.api.addTill(asked.text)).toMatchObject({ error: { kind: 'cert_perm' } });
    expect(await third.api.addTill(asked.text)).toMatchObject({ error: { kind: 'not_enrolled' } });
    expect(await fresh.api.addedTills()).toEqual({ tills: [] });
  });

  it('takes only fresh requests by the key that they show', async () => {
    const signer = await newSigner();
    const request = (issuedAtS: number, terminalKey = signer.publicKey) =>
      makeEnrolRequest({ issuedAtS, name: 'Door', terminalKey, pairingCode: systemRandom.bytes(8) }, signer);
    const nowS = world.clock.nowMs() / 1_000;
    const refusalOf = async (bytes: Awaited<ReturnType<typeof request>>) => {
      const added = await old.api.addTill(codeFromBytes(bytes));
      return added.ok ? 'ok' : added.error.kind;
    };
    expect(await refusalOf(await request(nowS - 901))).toBe('stale');
    expect(await refusalOf(await request(nowS + 901))).toBe('from_future');
    expect(await refusalOf(await request(nowS, world.phone.publicKey))).toBe('bad_signature');
    expect(await old.api.addTill(await world.passCode())).toMatchObject({ error: { kind: 'wrong_type' } });
    expect(await refusalOf(await request(nowS))).toBe('ok');
  });
});

describe('a till that the server does not take in', () => {
  const refuseWith = (kind: string) => {
    world.network.up = true;
    world.network.answerPairing = () => Response.json({ kind }, { status: 403 });
    return fresh.driver.now();
  };

  it.each(['delegation_revoked', 'delegation_full', 'serial_unregistered'])(
    'says %s, keeps what it recorded, and stays with that after a restart',
    async (kind) => {
      await exchange();
      expectOk(await fresh.api.finishJoining(true));
      expectOk(await sellOn(fresh));
      await refuseWith(kind);
      const told = { state: 'unpaired', lost: { tillName: 'Door', unsent: 1, notAdmitted: kind } };
      expect(await fresh.api.terminal()).toMatchObject(told);
      fresh.close();
      fresh = world.openTill(fresh.name);
      expect(await fresh.api.terminal()).toMatchObject(told);
      expect(expectOk(await fresh.api.exportUnsent()).records).toBe(1);
    },
  );

  it('is a till again once the server has been asked again and takes it in, and its records count', async () => {
    await exchange();
    expectOk(await fresh.api.finishJoining(true));
    expectOk(await sellOn(fresh));
    await refuseWith('delegation_full');
    world.network.answerPairing = undefined;
    expect(await fresh.api.syncNow()).toMatchObject({ unsent: 0 });
    expect(await fresh.api.terminal()).toMatchObject({ state: 'paired', tillName: 'Door' });
  });

  it('is one by a code as well', async () => {
    await exchange();
    expectOk(await fresh.api.finishJoining(true));
    await refuseWith('delegation_revoked');
    world.network.answerPairing = undefined;
    expect(expectOk(await fresh.api.pair('ABCD2345', 'Door'))).toMatchObject({ state: 'paired' });
  });

  it('goes on serving while the server is silent or unwell', async () => {
    await exchange();
    expectOk(await fresh.api.finishJoining(true));
    await refuseWith('internal');
    expect(await fresh.api.terminal()).toMatchObject({ state: 'paired' });
  });
});
