// A member's birthday: told once, without the year, to those only that read it; the same on phone and server.
import 'fake-indexeddb/auto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BirthdayView, YearDay } from '#bridge/wallet-profile.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { type TestWallet, good, openTestWallet } from '../../support/test-wallet.ts';
import { joinedWallet, openLine, walletOn } from '../../support/wallet-line.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

/** Sephora gives its gift all month long, so the zone does not matter. */
function today(): YearDay {
  const date = new Date(server.clock.nowMs());
  return { month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

const otherMonth = ({ month }: YearDay): YearDay => ({ month: (month % 12) + 1, day: 1 });

async function birthdayAt(wallet: TestWallet, programmeId: string): Promise<BirthdayView | undefined> {
  return (await wallet.api.birthdays('en')).find(({ look }) => look.programmeId === programmeId);
}

async function giftOf(wallet: TestWallet) {
  const { rewards } = good(await wallet.api.programme('sephora', 'en'));
  return rewards.find(({ id }) => id === 'birthday-gift')!;
}

async function told(wallet: TestWallet, day: YearDay, intentId = 'once') {
  return wallet.api.tellBirthday({ ...day, programmeIds: ['sephora'], intentId });
}

async function member() {
  const opened = await joinedWallet(server, 'sephora');
  server.clock.advance(1_000);
  return opened;
}

const limit = { ok: false, error: { kind: 'attribute_limit' } };

test('told without a network it counts at once as pending, opens the gift, stands in the calendar, and is confirmed', async () => {
  const { wallet, line } = await member();
  line.state = 'down';
  expect(await birthdayAt(wallet, 'sephora')).toMatchObject({ gives: ['Birthday gift'] });
  expect((await birthdayAt(wallet, 'sephora'))!.told).toBeUndefined();
  expect((await giftOf(wallet)).state).toBe('not_for_you');

  good(await told(wallet, today()));
  good(await told(wallet, today()));
  const again = wallet.restart();
  server.clock.advance(1_000);
  expect(await birthdayAt(again, 'sephora')).toMatchObject({ told: { ...today(), pending: true } });
  expect((await giftOf(again)).state).toBe('claimable');
  const occasions = (await again.api.agenda('en')).items.filter(({ kind }) => kind === 'occasion');
  expect(occasions.map(({ title }) => title)).toContain('Birthday gift');
  good(await again.api.claimReward({ programmeId: 'sephora', rewardId: 'birthday-gift', intentId: 'gift' }));

  line.state = 'up';
  expect(await again.api.syncNow()).toMatchObject({ unsent: 0 });
  expect(await birthdayAt(again, 'sephora')).toMatchObject({ told: { ...today(), pending: false } });
  const { entries } = good(await again.api.programme('sephora', 'en'));
  const states = entries
    .filter(({ kind }) => kind === 'told' || kind === 'claimed')
    .map(({ state }) => state);
  expect(states).toEqual([{ kind: 'confirmed' }, { kind: 'confirmed' }]);
  expect(await again.stores.balances.divergences()).toEqual([]);
});

test('it may be changed once a year: the phone says when, and refuses before it seals anything', async () => {
  const { wallet } = await member();
  good(await told(wallet, today()));
  server.clock.advance(DAY_MS);
  const before = await wallet.stores.outbox.stats();
  expect(await told(wallet, otherMonth(today()), 'moved')).toEqual(limit);
  expect(await wallet.stores.outbox.stats()).toEqual(before);
  const { changesMs } = (await birthdayAt(wallet, 'sephora'))!;
  server.clock.advance(changesMs! - server.clock.nowMs());
  expect((await birthdayAt(wallet, 'sephora'))!.changesMs).toBeUndefined();
  good(await told(wallet, otherMonth(today()), 'moved'));
});

test('a programme that does not read it is not told, and nor is one a day that no year has', async () => {
  const { wallet } = await member();
  good(await wallet.api.join('green'));
  expect((await wallet.api.birthdays('en')).map(({ look }) => look.programmeId)).toEqual(['sephora']);
  const before = await wallet.stores.outbox.stats();
  const request = { ...today(), intentId: 'x', programmeIds: ['green'] };
  expect(await wallet.api.tellBirthday(request)).toMatchObject({ error: { kind: 'attribute_unknown' } });
  expect(await told(wallet, { month: 2, day: 30 })).toMatchObject({ error: { kind: 'malformed' } });
  expect(await wallet.stores.outbox.stats()).toEqual(before);
});

test('a new phone knows it without being told, and may not move it either', async () => {
  const { wallet } = await member();
  const { code } = await wallet.api.newRecoveryCode();
  await wallet.api.syncNow();
  good(await wallet.api.registerRecoveryCode(code));
  good(await told(wallet, today()));
  await wallet.api.syncNow();
  const phone = openTestWallet(walletOn(server, openLine(server)));
  good(await phone.api.recover({ code, keepOthers: true }));
  await phone.api.syncNow();
  expect(await birthdayAt(phone, 'sephora')).toMatchObject({ told: { ...today(), pending: false } });
  expect((await giftOf(phone)).state).toBe('claimable');
  expect(await told(phone, otherMonth(today()), 'moved')).toEqual(limit);
});

test('two phones tell different days with no network: the first that the server hears of stands on both', async () => {
  const { wallet, line } = await member();
  const { code } = await wallet.api.newRecoveryCode();
  await wallet.api.syncNow();
  good(await wallet.api.registerRecoveryCode(code));
  await wallet.api.syncNow();
  const phone = openTestWallet(walletOn(server, openLine(server)));
  good(await phone.api.recover({ code, keepOthers: true }));
  await phone.api.syncNow();
  line.state = 'down';
  good(await told(wallet, otherMonth(today())));
  good(await told(phone, today()));
  await phone.api.syncNow();
  line.state = 'up';
  await wallet.api.syncNow();
  await wallet.api.syncNow();
  for (const each of [wallet, phone])
    expect(await birthdayAt(each, 'sephora')).toMatchObject({ told: { ...today(), pending: false } });
  const { entries } = good(await wallet.api.programme('sephora', 'en'));
  expect(entries.filter(({ kind }) => kind === 'told').map(({ state }) => state)).toContainEqual({
    kind: 'rejected',
    reason: { kind: 'attribute_limit' },
  });
  expect(await wallet.stores.balances.divergences()).toEqual([]);
});
