// src/protocol/README.md, "Threats": who holds a customer's things: the most they get is what the table says, and not less either.
import { describe, expect, test } from 'vitest';
import { makePass } from '#protocol/member-pass.ts';
import { DEFAULT_RISK } from '#protocol/risk.ts';
import { packStatuses } from '#protocol/status-list.ts';
import type { TerminalPolicy } from '#protocol/verdict.ts';
import { diceOf } from '../fuzz/dice.ts';
import * as world from '../world.ts';
import { DAY_MS, FACE, drain, hexIdOf, holderOf, openTill, voucherNumber } from './cast.ts';

const ALLOWANCE = { perTransaction: 300, cumulative: 1_000, epoch: 1 };
const DEVICE_CAP = DEFAULT_RISK.devicePoints;

describe('stolen unlocked phone', () => {
  const statusIndex = 9;
  const known = (revoked: boolean): Partial<TerminalPolicy> => ({
    status: {
      lists: new Map([
        [
          0,
          {
            subject: 'devices',
            issuedAtS: world.NOW_S - 60,
            bits: 1,
            statuses: packStatuses(1, 64, new Map(revoked ? [[statusIndex, 1]] : [])),
          },
        ],
      ]),
      deviceListNumber: 0,
      maxAgeMs: 3 * DAY_MS,
    },
  });

  test('gets what the owner could: the limits of a till, in vouchers and points', async () => {
    const thief = await holderOf({ allowance: ALLOWANCE, statusIndex });
    const till = openTill(1, known(false));
    await drain(till, thief, ALLOWANCE.perTransaction);
    for (let one = 1; one <= 9; one++) await till.scan(await thief.present(await voucherNumber(one)));
    expect(till.given()).toEqual({
      points: Math.min(ALLOWANCE.cumulative, DEVICE_CAP),
      valueMinor: DEFAULT_RISK.deviceRedemptions * FACE,
      passes: 0,
    });
  });

  test('no points once the status list says so, and none after the certificate and three days', async () => {
    const thief = await holderOf({ allowance: ALLOWANCE, statusIndex });
    const told = openTill(1, known(true));
    await drain(told, thief, 300);
    const stale = openTill(2, { ...known(false), status: { ...known(false).status!, maxAgeMs: 0 } });
    await drain(stale, thief, 300);
    expect([told.given().points, stale.given().points]).toEqual([0, 0]);
    const last = openTill(3);
    const code = await thief.pay(await last.ask(300), 300);
    const expiry = world.deviceCertificate.expiresAtS * 1000;
    expect(await last.scan(code, expiry)).toBe('cert_expired');
    expect(expiry - world.deviceCertificate.issuedAtS * 1000).toBe(7 * DAY_MS);
    // Vouchers end with the till's own limit: three days without a sync.
    const offline = openTill(4, { lastSyncMs: world.NOW_MS - 3 * DAY_MS - 1 });
    expect(await offline.scan(await thief.present(await voucherNumber(1)))).toBe('offline_too_long');
  });
});

describe('copied IndexedDB or rolled-back profile', () => {
  test.each([
    [3, 1_000],
    [3, 400],
    [5, 500],
  ])('%i tills and an allowance of %i: the bound is reached', async (tills, cumulative) => {
    const original = await holderOf({ allowance: { ...ALLOWANCE, cumulative } });
    const offline = Array.from({ length: tills }, (_, number) => openTill(number + 1));
    for (const till of offline) await drain(till, original.clone(), ALLOWANCE.perTransaction);
    const total = offline.reduce((sum, till) => sum + till.given().points, 0);
    expect(total).toBe(tills * Math.min(cumulative, DEVICE_CAP));
  });

  test('random copies at random tills never get more', { timeout: 120_000 }, async () => {
    for (let run = 0; run < 25; run++) {
      const dice = diceOf(39, run);
      const allowance = {
        perTransaction: 100 + dice.below(500),
        cumulative: 200 + dice.below(900),
        epoch: 1,
      };
      const original = await holderOf({ allowance });
      const copies = Array.from({ length: 1 + dice.below(6) }, () => original.clone());
      const tills = Array.from({ length: 1 + dice.below(3) }, (_, number) => openTill(number + 1));
      for (let turn = 0; turn < 12; turn++) {
        const till = dice.pick(tills);
        const points = 1 + dice.below(allowance.perTransaction + 50);
        await till.scan(await dice.pick(copies).pay(await till.ask(points), points));
      }
      for (const till of tills)
        expect(till.given().points).toBeLessThanOrEqual(Math.min(allowance.cumulative, DEVICE_CAP));
    }
  });

  test('two copies prove themselves: one counter, two messages', async () => {
    const original = await holderOf({ allowance: ALLOWANCE });
    const [here, there] = [openTill(1), openTill(2)];
    const first = await original.clone().pay(await here.ask(100), 100);
    const second = await original.clone().pay(await there.ask(100), 100);
    expect([await here.scan(first), await there.scan(second)]).toEqual([
      'accepted_provisional',
      'accepted_provisional',
    ]);
    expect(await hexIdOf(first)).not.toBe(await hexIdOf(second));
    // At one till it is seen at once.
    expect(await here.scan(second)).toBe('challenge_mismatch');
    expect(await here.scan(await original.clone().pay(await here.ask(100), 100))).toBe('replayed');
  });
});

describe('modified wallet', () => {
  test('that ignores every cap gets the same bound', async () => {
    for (const cumulative of [1_000, 400]) {
      const liar = await holderOf({ allowance: { ...ALLOWANCE, cumulative } });
      const till = openTill(1);
      const tries: readonly [number, number][] = [
        [5_000, 5_000],
        [301, 301],
        [300, 1],
        [300, 300],
        [300, 300],
        [300, 450],
      ];
      for (const [points, told] of tries)
        await till.scan(
          await liar.pay(await till.ask(points), points, { cumulative: Math.max(told, points) }),
        );
      for (let spent = 300, points = 256; points > 0; points >>= 1) {
        const code = await liar.pay(await till.ask(points), points, { cumulative: spent + points });
        if ((await till.scan(code)) === 'accepted_provisional') spent += points;
      }
      expect(till.given().points).toBe(Math.min(cumulative, DEVICE_CAP));
    }
  });

  test('with a key that scripts can read spends nothing', async () => {
    const soft = await holderOf({ allowance: ALLOWANCE, assurance: 'soft' });
    const till = openTill(1);
    await drain(till, soft, 300);
    expect(till.given().points).toBe(0);
  });
});

describe('screenshot of a pass', () => {
  test('is the member for 45 seconds, once per till, and spends nothing', async () => {
    const pass = await makePass({ issuedAtS: world.NOW_S, counter: 1 }, await world.deviceSigner());
    const names = async (ageS: number): Promise<string> => openTill(1).scan(pass, world.NOW_MS + ageS * 1000);
    expect([await names(0), await names(45), await names(46), await names(3_600)]).toEqual([
      'accepted_provisional',
      'accepted_provisional',
      'stale',
      'stale',
    ]);
    const till = openTill(1);
    expect([await till.scan(pass), await till.scan(pass)]).toEqual(['accepted_provisional', 'repeat']);
    expect(till.given()).toEqual({ points: 0, valueMinor: 0, passes: 1 });
  });
});

describe('screenshot or relay of a presentation', () => {
  test('any till: one extra redemption at each other offline till, within 45 seconds', async () => {
    const code = await (await holderOf({})).present(await voucherNumber(1));
    const tills = [openTill(1), openTill(2), openTill(3)];
    for (const till of [...tills, ...tills]) await till.scan(code, world.NOW_MS + 45_000);
    const total = tills.reduce((sum, till) => sum + till.given().valueMinor, 0);
    expect(total - FACE).toBe((tills.length - 1) * FACE);
    expect(await openTill(4).scan(code, world.NOW_MS + 46_000)).toBe('stale');
  });

  test('with a challenge: nothing at any other till', async () => {
    const holder = await holderOf({});
    const [here, there] = [openTill(1), openTill(2)];
    const nonce = here.challenge();
    there.challenge();
    const code = await holder.present(await voucherNumber(1, { offlinePolicy: 2 }), { nonce });
    expect(await there.scan(code)).toBe('challenge_mismatch');
    expect(await here.scan(code)).toBe('accepted_provisional');
    expect(there.given().valueMinor).toBe(0);
  });

  test('home till: nothing anywhere else', async () => {
    const voucher = await voucherNumber(1, { offlinePolicy: 3, homeTills: [1], value: 90_000 });
    const code = await (await holderOf({})).present(voucher);
    const tills = [openTill(2), openTill(3), openTill(1)];
    const names: string[] = [];
    for (const till of tills) names.push(await till.scan(code));
    expect(names).toEqual(['wrong_terminal', 'wrong_terminal', 'accepted_provisional']);
  });

  test('a payment: live to its own request only', async () => {
    const holder = await holderOf({ allowance: ALLOWANCE });
    const [here, there] = [openTill(1), openTill(2)];
    const code = await holder.pay(await here.ask(100), 100);
    await there.ask(100);
    expect(await there.scan(code)).toBe('challenge_mismatch');
    expect([await here.scan(code), await here.scan(code)]).toEqual(['accepted_provisional', 'repeat']);
    expect(here.given().points + there.given().points).toBe(100);
  });
});
