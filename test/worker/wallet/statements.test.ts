import 'fake-indexeddb/auto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProgrammeView } from '#bridge/wallet-api.ts';
import { type TestServer, openTestServer } from '../../support/test-server.ts';
import { type TestWallet, good } from '../../support/test-wallet.ts';
import { type WalletOnLine, joinedWallet } from '../../support/wallet-line.ts';

const DAY_MS = 86_400_000;

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

async function memberOf(programmeId: string): Promise<WalletOnLine> {
  const opened = await joinedWallet(server, programmeId);
  server.clock.advance(1_000);
  return opened;
}

async function viewOf(wallet: TestWallet, programmeId: string): Promise<ProgrammeView> {
  return good(await wallet.api.programme(programmeId, 'en'));
}

const claim = (rewardId: string, intentId = rewardId) => ({ programmeId: 'verizon-up', rewardId, intentId });
const ride = (quantity: number, intentId: string) => ({
  programmeId: 'green',
  action: 'bike_commute',
  quantity,
  intentId,
});
const refusal = (kind: string) => ({ ok: false, error: { kind } });

describe('a reward claimed without a network', () => {
  it('is paid from the balance at once, as pending, survives a restart and is confirmed by the server', async () => {
    const { wallet, line } = await memberOf('verizon-up');
    line.state = 'down';
    expect((await viewOf(wallet, 'verizon-up')).rewards[0]).toMatchObject({
      id: 'stream',
      state: 'claimable',
    });
    good(await wallet.api.claimReward(claim('stream')));

    const again = wallet.restart();
    const before = await viewOf(again, 'verizon-up');
    // Join and claim both wait for the server: what it has confirmed is still nothing.
    expect(before.balances[0]).toMatchObject({ qty: 0, pendingQty: 0 });
    expect(before.rewards[0]).toMatchObject({ state: 'unaffordable', pending: 1 });
    expect(before.entries.find(({ kind }) => kind === 'claimed')).toMatchObject({
      subject: 'Streaming',
      state: { kind: 'saved' },
      postings: [{ qty: -1, kind: 'spend', rule: 'Streaming', pending: true }],
    });

    line.state = 'up';
    await again.api.syncNow();
    const after = await viewOf(again, 'verizon-up');
    expect(after.entries.find(({ kind }) => kind === 'claimed')!.state).toEqual({ kind: 'confirmed' });
    expect(after.rewards[0]).toMatchObject({ pending: 0 });
    expect(after.balances[0]).toMatchObject({ qty: 0, pendingQty: 0 });
    expect(await again.stores.balances.divergences()).toEqual([]);
  });

  it('is one claim however often the same tap arrives, and is refused when it cannot be paid', async () => {
    const { wallet } = await memberOf('verizon-up');
    const taps = await Promise.all([
      wallet.api.claimReward(claim('stream', 'one tap')),
      wallet.api.claimReward(claim('stream', 'one tap')),
    ]);
    expect(taps).toEqual([
      { ok: true, value: null },
      { ok: true, value: null },
    ]);
    expect(await wallet.stores.outbox.stats()).toMatchObject({ unsent: 2 });
    expect(await wallet.api.claimReward(claim('movie'))).toEqual(refusal('reward_unaffordable'));
    expect(await wallet.api.claimReward(claim('moon-flight'))).toEqual(refusal('reward_unknown'));
    expect(await wallet.stores.outbox.stats()).toMatchObject({ unsent: 2 });
  });

  it('of a scarce reward is taken back with its reason when others were first', async () => {
    const wallets = [];
    for (let each = 0; each < 3; each++) wallets.push((await memberOf('verizon-up')).wallet);
    for (const wallet of wallets) good(await wallet.api.claimReward(claim('super-ticket')));
    for (const wallet of wallets) await wallet.api.syncNow();
    const last = await viewOf(wallets[2]!, 'verizon-up');
    expect(last.balances[0]).toMatchObject({ qty: 1, pendingQty: 0 });
    expect(last.entries.find(({ kind }) => kind === 'claimed')!.state).toEqual({
      kind: 'rejected',
      reason: { kind: 'reward_out_of_stock' },
    });
  });
});

describe('an activity reported by the member', () => {
  it('earns up to the cap of the day, says how much of it is left, and why it gave what it gave', async () => {
    const { wallet, line } = await memberOf('green');
    line.state = 'down';
    const offer = (await viewOf(wallet, 'green')).activities.find(({ action }) => action === 'bike_commute')!;
    expect(offer).toMatchObject({
      open: true,
      quantity: { name: 'kilometres', scale: 3, most: 20_000 },
      left: { qty: 60 },
    });
    good(await wallet.api.reportActivity(ride(8_000, 'to work')));
    server.clock.advance(1_000);
    const view = await viewOf(wallet, 'green');
    expect(view.activities.map(({ action }) => action)).toEqual(['bike_commute', 'recycle']);
    expect(view.activities[0]).toMatchObject({ left: { qty: 36 }, quantity: { most: 12_000 } });
    const [entry] = view.entries.filter(({ kind }) => kind === 'reported');
    expect(entry).toMatchObject({ subject: 'Ride to work · 8 kilometres', state: { kind: 'saved' } });
    expect(entry!.postings[0]!.steps).toEqual([
      { kind: 'base', text: '8 kilometres' },
      { kind: 'per', text: '1 kilometres → 3' },
      { kind: 'round', text: '= 24' },
    ]);
    expect(view.challenges[0]).toMatchObject({ done: '1', goal: '3' });

    line.state = 'up';
    await wallet.api.syncNow();
    expect((await viewOf(wallet, 'green')).balances[0]).toMatchObject({ qty: 24, pendingQty: 0 });
    expect(await wallet.stores.balances.divergences()).toEqual([]);
  });

  it('is refused as a value where nobody takes it, with no quantity, or twice within its limit', async () => {
    const { wallet } = await memberOf('green');
    const { api } = wallet;
    expect(await api.reportActivity({ ...ride(1, 'x'), action: 'dispute_upheld' })).toEqual(
      refusal('activity_unknown'),
    );
    for (const quantity of [0, 1.5, 2_000_000_000])
      expect(await api.reportActivity(ride(quantity, 'x'))).toEqual(refusal('quantity_invalid'));
    good(await api.join('nordstrom'));
    server.clock.advance(1_000);
    const day = { programmeId: 'nordstrom', action: 'personal_triple_day', quantity: 1 };
    good(await api.reportActivity({ ...day, intentId: 'first' }));
    expect(await api.reportActivity({ ...day, intentId: 'second' })).toEqual(refusal('activity_cap'));
    expect((await viewOf(wallet, 'nordstrom')).activities[0]).toMatchObject({ open: false });
  });
});

describe('a join by a clock that is a year ahead', () => {
  it('is refused by the server, is none then, and is said again by a clock that was put right', async () => {
    const { wallet, line } = await memberOf('green');
    const isJoined = async () =>
      (await wallet.api.home('en')).programmes.some(({ look }) => look.programmeId === 'copper-cup');
    line.state = 'down';
    server.clock.advance(365 * DAY_MS);
    good(await wallet.api.join('copper-cup'));
    expect(await wallet.api.join('copper-cup')).toEqual(refusal('already_joined'));
    server.clock.advance(-365 * DAY_MS);
    line.state = 'up';
    await wallet.api.syncNow();
    expect(await isJoined()).toBe(false);
    good(await wallet.api.join('copper-cup'));
    await wallet.api.syncNow();
    expect(await isJoined()).toBe(true);
  });
});

describe('what changed in the terms', () => {
  it('is told by name with the price before and after, and not for the very first terms', async () => {
    const { wallet } = await memberOf('starbucks');
    const { changes } = await viewOf(wallet, 'starbucks');
    expect(changes.map(({ fromMs }) => new Date(fromMs).toISOString())).toEqual(['2023-02-13T08:00:00.000Z']);
    expect(changes[0]!.items).toContainEqual({
      what: 'reward',
      name: 'Brewed coffee',
      change: 'changed',
      before: '50 stars',
      after: '100 stars',
    });
    expect(changes[0]!.items).toContainEqual({
      what: 'reward',
      name: 'Merchandise',
      change: 'removed',
      before: '400 stars',
    });
  });
});
