// Paying with points offline: request, payment, receipt.
import { describe, expect, test } from 'vitest';
import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import type { Clock } from '#base/ports.ts';
import { makePayRequest } from '#protocol/challenge.ts';
import type { DeviceCertificate } from '#protocol/messages.ts';
import { forgetChallenges, rememberChallenge } from '#protocol/open-nonces.ts';
import type { Payment } from '#protocol/pay-messages.ts';
import { makePayReceipt, makeVoidReceipt } from '#protocol/pay-receipt.ts';
import { makePayment } from '#protocol/payment.ts';
import { EMPTY_REPLAY_STORE, rememberReceipt } from '#protocol/replay-store.ts';
import type { ReplayStore, TerminalOutcome, TerminalPolicy } from '#protocol/verdict.ts';
import { verifyAtTerminal } from '#protocol/verify-at-terminal.ts';
import {
  type PaymentState,
  verifyPaymentAnswer,
  verifyRequestAtWallet,
} from '#protocol/verify-pay-at-wallet.ts';
import * as world from './world.ts';

const PERMISSIONS = ['earn', 'redeem', 'pay', 'void'] as const;
const terminal = await world.terminalSigner({ permissions: PERMISSIONS });
const clock = world.clockAt(world.NOW_MS);
const policy: TerminalPolicy = {
  ...world.terminalPolicy,
  ownCertificate: { ...world.terminalCertificate, permissions: PERMISSIONS },
};

function clockOf(monotonicMs: number, nowMs = world.NOW_MS): Clock {
  return { nowMs: () => nowMs, monotonicMs: () => monotonicMs };
}

/** The terminal asks, the wallet reads what is asked. */
async function ask(state: ReplayStore, points = 250, nonce = world.NONCE) {
  const code = await makePayRequest({ ...world.payRequest, points, nonce }, terminal);
  const verdict = await verifyRequestAtWallet(code, world.walletPolicy, clock);
  if (verdict.kind !== 'pay_request') expect.fail(verdict.kind);
  const { requestId } = verdict;
  return {
    requestId,
    state: rememberChallenge(state, { nonce, request: { messageId: requestId, points } }, 0),
  };
}

async function pay(change: Partial<Payment>, certificate: Partial<DeviceCertificate> = {}): Promise<Bytes> {
  const device = await world.deviceSigner({ allowance: world.ALLOWANCE, ...certificate });
  return makePayment({ ...world.payment, ...change }, device);
}

const named = ({ verdict }: TerminalOutcome): string =>
  verdict.kind === 'refused' ? verdict.refusal.kind : verdict.kind;

describe('a payment', () => {
  test('answers its request, once', async () => {
    const asked = await ask(EMPTY_REPLAY_STORE);
    const code = await pay({ requestId: asked.requestId });
    const paid = await verifyAtTerminal(code, asked.state, policy, clock);
    expect(named(paid)).toBe('accepted_provisional');
    const second = await pay({ requestId: asked.requestId, counter: 200, cumulative: 700 });
    expect(named(await verifyAtTerminal(second, paid.state, policy, clock))).toBe('challenge_mismatch');
  });

  test('scanned again shows the same receipt, also when its time is over', async () => {
    const asked = await ask(EMPTY_REPLAY_STORE);
    const code = await pay({ requestId: asked.requestId });
    const paid = await verifyAtTerminal(code, asked.state, policy, clock);
    if (paid.verdict.kind !== 'accepted_provisional') expect.fail(named(paid));
    const receipt = await makePayReceipt(
      { ...world.payReceipt, paymentId: paid.verdict.accepted.messageId },
      terminal,
    );
    const state = rememberReceipt(paid.state, paid.verdict.accepted, receipt);
    const again = await verifyAtTerminal(code, forgetChallenges(state), policy, clockOf(999_999));
    expect(again.verdict).toMatchObject({ kind: 'repeat', receipt });
    expect(again.state.devices).toBe(state.devices);
  });

  test.each([
    ['in its last moment', 120_000, 'accepted_provisional'],
    ['too late', 120_001, 'challenge_expired'],
    ['after the terminal has started anew', -1, 'challenge_expired'],
  ])('%s', async (_, monotonicMs, expected) => {
    const asked = await ask(EMPTY_REPLAY_STORE);
    const code = await pay({ requestId: asked.requestId });
    // The wall clock of the wallet does not matter: a year off.
    const late = clockOf(monotonicMs);
    expect(named(await verifyAtTerminal(code, asked.state, policy, late))).toBe(expected);
    const odd = await pay({ requestId: asked.requestId, issuedAtS: world.NOW_S - 31_536_000 });
    expect(named(await verifyAtTerminal(odd, asked.state, policy, late))).toBe(expected);
  });

  test('of other points than asked is refused', async () => {
    const asked = await ask(EMPTY_REPLAY_STORE, 251);
    const code = await pay({ requestId: asked.requestId });
    expect(named(await verifyAtTerminal(code, asked.state, policy, clock))).toBe('challenge_mismatch');
  });

  test('spends up to the allowance of the epoch, and a new epoch starts anew', async () => {
    const spend = async (state: ReplayStore, counter: number, cumulative: number, epoch = 3) => {
      const asked = await ask(state, 250, world.idOf(counter));
      const code = await pay(
        { requestId: asked.requestId, counter, cumulative },
        { allowance: { ...world.ALLOWANCE, cumulative: 500, epoch } },
      );
      const outcome = await verifyAtTerminal(code, asked.state, policy, clock);
      return { name: named(outcome), state: outcome.state };
    };
    const first = await spend(EMPTY_REPLAY_STORE, 1, 250);
    const second = await spend(first.state, 2, 500);
    expect([first.name, second.name]).toEqual(['accepted_provisional', 'accepted_provisional']);
    expect((await spend(second.state, 3, 750)).name).toBe('limit_wallet');
    // A wallet that has forgotten, or pretends to.
    expect((await spend(second.state, 3, 250)).name).toBe('allowance_regressed');
    const synced = { ...policy, lastSyncMs: world.NOW_MS };
    const asked = await ask(second.state, 250, world.idOf(9));
    const renewed = await pay(
      { requestId: asked.requestId, counter: 9, cumulative: 250 },
      { allowance: { ...world.ALLOWANCE, epoch: 4 } },
    );
    const after = await verifyAtTerminal(renewed, asked.state, synced, clock);
    expect(named(after)).toBe('accepted_provisional');
    const back = await ask(after.state, 250, world.idOf(10));
    const older = await pay({ requestId: back.requestId, counter: 10, cumulative: 750 });
    expect(named(await verifyAtTerminal(older, back.state, synced, clock))).toBe('allowance_regressed');
  });

  test.each([
    ['without an allowance', { allowance: undefined }, 'limit_tx'],
    ['of a key that is not safe in its browser', { assurance: 'soft' as const }, 'limit_wallet'],
  ])(
    '%s is refused',
    async (_, { allowance, ...change }: { allowance?: undefined; assurance?: 'soft' }, expected) => {
      const asked = await ask(EMPTY_REPLAY_STORE);
      const { allowance: _given, ...bare } = { ...world.deviceCertificate, ...change, allowance };
      const device = await world.deviceSigner(
        'assurance' in change ? { ...bare, allowance: world.ALLOWANCE } : bare,
      );
      const code = await makePayment({ ...world.payment, requestId: asked.requestId }, device);
      expect(named(await verifyAtTerminal(code, asked.state, policy, clock))).toBe(expected);
    },
  );

  test('counts towards the day of the till, whoever pays and however often the till syncs', async () => {
    const caps = { ...policy.ownCertificate.caps, pointsPerDay: 400 };
    const small = { ...policy, ownCertificate: { ...policy.ownCertificate, caps } };
    const take = async (state: ReplayStore, [counter, points, days]: readonly [number, number, number]) => {
      const nowMs = world.NOW_MS + days * 86_400_000;
      const asked = await ask(state, points, world.idOf(counter));
      const code = await pay({ requestId: asked.requestId, counter, points, cumulative: points });
      const synced = { ...small, lastSyncMs: nowMs - counter };
      const other = { ...asked.state, devices: {} };
      const outcome = await verifyAtTerminal(code, other, synced, world.clockAt(nowMs));
      return { name: named(outcome), state: outcome.state };
    };
    const first = await take(EMPTY_REPLAY_STORE, [1, 250, 0]);
    const beyond = await take(first.state, [2, 151, 0]);
    const second = await take(beyond.state, [3, 150, 0]);
    expect([first.name, beyond.name, second.name]).toEqual([
      'accepted_provisional',
      'limit_terminal',
      'accepted_provisional',
    ]);
    expect((await take(second.state, [4, 1, 0])).name).toBe('limit_terminal');
    expect((await take(second.state, [4, 250, 1])).name).toBe('accepted_provisional');
  });

  test('gets half a day after the last sync, and nothing after three', async () => {
    const at = async (hours: number, points: number) => {
      const asked = await ask(EMPTY_REPLAY_STORE, points);
      const code = await pay({ requestId: asked.requestId, points });
      const offline = { ...policy, lastSyncMs: world.NOW_MS - hours * 3_600_000 };
      return named(await verifyAtTerminal(code, asked.state, offline, clock));
    };
    expect(await at(24, 251)).toBe('accepted_provisional');
    expect(await at(25, 250)).toBe('accepted_provisional');
    expect(await at(25, 251)).toBe('limit_terminal');
    expect(await at(73, 1)).toBe('offline_too_long');
  });
});

describe('at the wallet', () => {
  const state: PaymentState = {
    payments: new Map([[hexFromBytes(world.payReceipt.paymentId), 250]]),
    voidable: new Map([
      [hexFromBytes(world.voidReceipt.voidedId), { merchantId: world.MERCHANT_ID, points: 250 }],
    ]),
    answers: new Map(),
  };
  const answer = async (bytes: Bytes, held = state): Promise<string> => {
    const { verdict } = await verifyPaymentAnswer(bytes, held, world.walletPolicy, clock);
    return 'refusal' in verdict ? verdict.refusal.kind : verdict.kind;
  };

  test('a receipt is for a payment of its own, of the same points, once', async () => {
    const receipt = await makePayReceipt(world.payReceipt, terminal);
    const first = await verifyPaymentAnswer(receipt, state, world.walletPolicy, clock);
    expect(first.verdict.kind).toBe('paid');
    expect(await answer(receipt, first.state)).toBe('duplicate');
    expect(await answer(await makePayReceipt({ ...world.payReceipt, points: 251 }, terminal))).toBe(
      'parts_disagree',
    );
    const strange = await makePayReceipt({ ...world.payReceipt, paymentId: world.idOf(9, 16) }, terminal);
    expect(await answer(strange)).toBe('not_my_presentation');
    const unpermitted = await makePayReceipt(world.payReceipt, await world.terminalSigner());
    expect(await answer(unpermitted)).toBe('cert_perm');
  });

  test('a second receipt for one payment, and a second void of one receipt, is no second payment', async () => {
    const first = await verifyPaymentAnswer(
      await makePayReceipt(world.payReceipt, terminal),
      state,
      world.walletPolicy,
      clock,
    );
    if (first.verdict.kind !== 'paid') expect.fail(first.verdict.kind);
    const held = hexFromBytes(first.verdict.messageId);
    const others = [{ sequence: 1_209 }, { issuedAtS: world.NOW_S + 9 }, { previous: world.idOf(0xdd) }];
    for (const change of others) {
      const again = await makePayReceipt({ ...world.payReceipt, ...change }, terminal);
      const second = await verifyPaymentAnswer(again, first.state, world.walletPolicy, clock);
      expect(second.verdict).toEqual({ kind: 'duplicate', receiptId: held });
      expect(second.state).toBe(first.state);
    }
    const voided = await verifyPaymentAnswer(
      await makeVoidReceipt(world.voidReceipt, terminal),
      first.state,
      world.walletPolicy,
      clock,
    );
    expect(voided.verdict.kind).toBe('voided');
    const again = await makeVoidReceipt({ ...world.voidReceipt, sequence: 1_210 }, terminal);
    expect(await answer(again, voided.state)).toBe('duplicate');
  });

  test('a void takes back a receipt of the same merchant, and no more than it gave', async () => {
    expect(await answer(await makeVoidReceipt(world.voidReceipt, terminal))).toBe('voided');
    expect(await answer(await makeVoidReceipt({ ...world.voidReceipt, points: 251 }, terminal))).toBe(
      'parts_disagree',
    );
    const elsewhere = new Map([
      [hexFromBytes(world.voidReceipt.voidedId), { merchantId: world.idOf(1), points: 250 }],
    ]);
    expect(
      await answer(await makeVoidReceipt(world.voidReceipt, terminal), { ...state, voidable: elsewhere }),
    ).toBe('wrong_merchant');
  });

  test('an unknown merchant gets no payment, and a clock a day off signs nothing', async () => {
    const request = await makePayRequest(world.payRequest, terminal);
    const name = async (trust: typeof world.walletPolicy | object, nowMs = world.NOW_MS) => {
      const verdict = await verifyRequestAtWallet(request, trust, world.clockAt(nowMs));
      return verdict.kind === 'refused' ? verdict.refusal.kind : verdict.kind;
    };
    expect(await name(world.walletPolicy)).toBe('pay_request');
    expect(await name({})).toBe('unknown_issuer');
    expect(await name(world.walletPolicy, world.NOW_MS + 86_400_001)).toBe('stale');
    expect(await name(world.walletPolicy, world.NOW_MS - 86_400_001)).toBe('from_future');
  });
});
