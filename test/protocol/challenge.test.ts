// Freshness by challenge, limits of redemptions, issuer certificates, pairing.
import { describe, expect, test } from 'vitest';
import type { Bytes } from '#base/bytes.ts';
import { openVoucher } from '#protocol/chain.ts';
import { makeEnrolRequest, openEnrolRequest } from '#protocol/enrol-request.ts';
import { inspectMessage } from '#protocol/inspect.ts';
import { makeIssuerCertificate } from '#protocol/issuer-certificate.ts';
import type { Presentation, Voucher } from '#protocol/messages.ts';
import { rememberChallenge } from '#protocol/open-nonces.ts';
import { makePresentation } from '#protocol/presentation.ts';
import { EMPTY_REPLAY_STORE } from '#protocol/replay-store.ts';
import { DEFAULT_RISK, riskOf } from '#protocol/risk.ts';
import type { GenuinePresentation, ReplayStore, TerminalPolicy } from '#protocol/verdict.ts';
import { verifyAtTerminal } from '#protocol/verify-at-terminal.ts';
import { redeemGenuine } from '#protocol/verify-presentation.ts';
import { makeVoucher } from '#protocol/voucher.ts';
import * as world from './world.ts';

const clock = world.clockAt(world.NOW_MS);
const challenged = rememberChallenge(EMPTY_REPLAY_STORE, { nonce: world.NONCE }, 0);

async function present(change: Partial<Presentation> = {}, voucher: Partial<Voucher> = {}): Promise<Bytes> {
  return makePresentation(
    {
      merchantId: world.MERCHANT_ID,
      issuedAtS: world.NOW_S,
      counter: 1,
      useNumber: 1,
      voucher: await world.voucherBytes(voucher),
      ...change,
    },
    world.deviceKey,
  );
}

async function judge(code: Bytes, state: ReplayStore, policy: TerminalPolicy = world.terminalPolicy) {
  const outcome = await verifyAtTerminal(code, state, policy, clock);
  const { verdict } = outcome;
  return { name: verdict.kind === 'refused' ? verdict.refusal.kind : verdict.kind, ...outcome };
}

describe('an answered challenge', () => {
  const answer = { nonce: world.NONCE };

  test('makes a clock that is an hour off irrelevant', async () => {
    const late = { issuedAtS: world.NOW_S - 3_600 };
    expect((await judge(await present(late), challenged)).name).toBe('stale');
    expect((await judge(await present({ ...late, ...answer }), challenged)).name).toBe(
      'accepted_provisional',
    );
    expect((await judge(await present({ ...late, ...answer }), EMPTY_REPLAY_STORE)).name).toBe('stale');
  });

  test('is used up: the same again is a repeat, anything else is refused', async () => {
    const code = await present(answer);
    const first = await judge(code, challenged);
    expect((await judge(code, first.state)).name).toBe('repeat');
    const other = await present({ ...answer, counter: 2 }, { voucherId: world.idOf(0xc9, 12) });
    expect((await judge(other, first.state)).name).toBe('challenge_mismatch');
  });

  test('is used up by one of two that wait for the cashier', async () => {
    const { saleMinor: _, ...noAmount } = world.terminalPolicy;
    const waiting: GenuinePresentation[] = [];
    for (const counter of [1, 2]) {
      const code = await present({ ...answer, counter }, { voucherId: world.idOf(counter, 12) });
      const { verdict } = await judge(code, challenged, noAmount);
      if (verdict.kind === 'amount_needed') waiting.push(verdict.genuine);
    }
    const [first, second] = waiting as [GenuinePresentation, GenuinePresentation];
    const taken = redeemGenuine(first, challenged, world.terminalPolicy, clock);
    expect(taken.verdict.kind).toBe('accepted_provisional');
    const other = redeemGenuine(second, taken.state, world.terminalPolicy, clock);
    expect(other).toEqual({
      verdict: { kind: 'refused', refusal: { kind: 'challenge_mismatch' } },
      state: taken.state,
    });
    expect(redeemGenuine(first, taken.state, world.terminalPolicy, clock).verdict.kind).toBe('repeat');
  });

  test('is what a voucher of offline policy 2 needs, also while the cashier types', async () => {
    const strict = { offlinePolicy: 2 as const };
    expect((await judge(await present({}, strict), challenged)).name).toBe('online_required');
    const code = await present(answer, strict);
    expect((await judge(code, challenged)).name).toBe('accepted_provisional');
    const { saleMinor: _, ...noAmount } = world.terminalPolicy;
    const waiting = await judge(code, challenged, noAmount);
    if (waiting.verdict.kind !== 'amount_needed') expect.fail(waiting.name);
    const { verdict } = redeemGenuine(
      waiting.verdict.genuine,
      EMPTY_REPLAY_STORE,
      world.terminalPolicy,
      clock,
    );
    expect(verdict.kind).toBe('accepted_provisional');
  });

  test('of a pay request is not for a presentation', async () => {
    const request = { messageId: world.idOf(1, 16), points: 1 };
    const asking = rememberChallenge(EMPTY_REPLAY_STORE, { nonce: world.NONCE, request }, 0);
    expect((await judge(await present(answer), asking)).name).toBe('challenge_mismatch');
  });

  test('leaves no more behind than what is still open', () => {
    const later = rememberChallenge(challenged, { nonce: world.idOf(2) }, 120_001);
    expect(Object.keys(later.nonces ?? {})).toEqual(['0202020202020202']);
  });
});

describe('the limits of a terminal', () => {
  const policy = { ...world.terminalPolicy, risk: DEFAULT_RISK };
  const small = { value: 1_000 };

  test('come from its certificate', () => {
    const risk = { ...DEFAULT_RISK, deviceRedemptions: 9 };
    expect(riskOf({ ...world.terminalCertificate, risk })).toBe(risk);
    expect(riskOf(world.terminalCertificate)).toBe(DEFAULT_RISK);
  });

  test.each([
    ['any till, at its limit', { value: 1_000, offlinePolicy: 1 as const }, {}, 'accepted_provisional'],
    ['any till, beyond', { value: 1_001, offlinePolicy: 1 as const }, {}, 'limit_voucher'],
    [
      'challenge, at its limit',
      { value: 5_000, offlinePolicy: 2 as const },
      { nonce: world.NONCE },
      'accepted_provisional',
    ],
    [
      'challenge, beyond',
      { value: 5_001, offlinePolicy: 2 as const },
      { nonce: world.NONCE },
      'limit_voucher',
    ],
    [
      'home till, any',
      { value: 900_000, offlinePolicy: 3 as const, homeTills: [3] },
      {},
      'accepted_provisional',
    ],
    ['online only', { value: 1, offlinePolicy: 0 as const }, {}, 'online_required'],
  ])('faces: %s', async (_, voucher, change, expected) => {
    expect((await judge(await present(change, voucher), challenged, policy)).name).toBe(expected);
  });

  async function redeemAll(count: number, with_: TerminalPolicy): Promise<string[]> {
    let state: ReplayStore = EMPTY_REPLAY_STORE;
    const names: string[] = [];
    for (let one = 1; one <= count; one++) {
      const code = await present({ counter: one }, { ...small, voucherId: world.idOf(one, 12) });
      const outcome = await judge(code, state, with_);
      state = outcome.state;
      names.push(outcome.name);
    }
    return names;
  }

  test('three redemptions of a device, one after a day, anew after a sync', async () => {
    expect((await redeemAll(4, policy)).map((name) => name === 'accepted_provisional')).toEqual([
      true,
      true,
      true,
      false,
    ]);
    const day = { ...policy, lastSyncMs: world.NOW_MS - 25 * 3_600_000 };
    expect(await redeemAll(2, day)).toEqual(['accepted_provisional', 'limit_terminal']);
    const none = { ...policy, lastSyncMs: world.NOW_MS - 73 * 3_600_000 };
    expect(await redeemAll(1, none)).toEqual(['offline_too_long']);
  });

  test('value of a day', async () => {
    const caps = { ...world.terminalCertificate.caps, valuePerDayMinor: 2_999 };
    const capped = { ...policy, ownCertificate: { ...world.terminalCertificate, caps } };
    expect(await redeemAll(3, capped)).toEqual([
      'accepted_provisional',
      'accepted_provisional',
      'limit_terminal',
    ]);
  });
});

describe('an issuer certificate', () => {
  const opened = async (certificate: Bytes | undefined, voucher: Bytes): Promise<string> => {
    const trustList = { ...world.trustList, ...(certificate && { issuerCertificates: [certificate] }) };
    const result = await openVoucher(voucher, trustList, world.NOW_MS);
    return result.ok ? 'ok' : result.error.kind;
  };

  test('lets its key issue vouchers of its merchant while it is in force', async () => {
    const issued = await makeVoucher(world.voucher, world.issuerSigner);
    const make = (change: Partial<typeof world.issuerCertificate>, signer = world.merchantSigner) =>
      makeIssuerCertificate({ ...world.issuerCertificate, ...change }, signer);
    expect(await opened(undefined, issued)).toBe('voucher_bad_signature');
    expect(await opened(await make({}), issued)).toBe('ok');
    expect(await opened(await make({}), await world.voucherBytes())).toBe('ok');
    expect(await opened(await make({ expiresAtS: world.NOW_S }), issued)).toBe('voucher_bad_signature');
    expect(await opened(await make({}, world.strangerSigner), issued)).toBe('voucher_bad_signature');
    expect(await opened(await make({ merchantId: world.idOf(0xa2) }), issued)).toBe('voucher_bad_signature');
  });
});

describe('pairing offline', () => {
  test('needs the key that is shown, and the inspector keeps the pairing code to itself', async () => {
    const forged = await makeEnrolRequest(world.enrolRequest, world.strangerSigner);
    expect(await openEnrolRequest(forged)).toMatchObject({ error: { kind: 'bad_signature' } });
    const { lines } = await inspectMessage(await makeEnrolRequest(world.enrolRequest, world.terminalKey));
    expect(lines.join('\n')).toContain('pairingCode: (secret, 8 bytes)');
    expect(lines.join('\n')).not.toContain('f2f2f2f2');
  });
});
