import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeFromBytes } from '#protocol/code.ts';
import { makePass } from '#protocol/member-pass.ts';
import type { MemberPass, Presentation, Voucher } from '#protocol/messages.ts';
import { makePresentation } from '#protocol/presentation.ts';
import { EMPTY_REPLAY_STORE, rememberReceipt } from '#protocol/replay-store.ts';
import { verifyAtTerminal } from '#protocol/verify-at-terminal.ts';
import type { ReplayStore, TerminalOutcome, TerminalPolicy } from '#protocol/verdict.ts';
import { redeemGenuine } from '#protocol/verify-presentation.ts';
import { discountOf } from '#protocol/voucher.ts';
import { swapCertificate } from './swap-certificate.ts';
import * as world from './world.ts';

const RECEIPT = world.idOf(0x77, 5);

async function passCode(change: Partial<MemberPass> = {}): Promise<string> {
  const pass = { issuedAtS: world.NOW_S, counter: 1, ...change };
  return codeFromBytes(await makePass(pass, await world.deviceSigner()));
}

async function presentationCode(
  change: Partial<Presentation> = {},
  voucher: Partial<Voucher> = {},
): Promise<string> {
  const bytes = await world.voucherBytes(voucher);
  const presentation = {
    merchantId: world.MERCHANT_ID,
    issuedAtS: world.NOW_S,
    counter: 2,
    voucher: bytes,
    useNumber: 1,
    ...change,
  };
  return codeFromBytes(await makePresentation(presentation, world.deviceKey));
}

function scan(
  code: string,
  state: ReplayStore = EMPTY_REPLAY_STORE,
  policy: Partial<TerminalPolicy> = {},
  nowMs: number = world.NOW_MS,
): Promise<TerminalOutcome> {
  return verifyAtTerminal(code, state, { ...world.terminalPolicy, ...policy }, world.clockAt(nowMs));
}

/** The state after a scan that had to be accepted, its receipt remembered. */
function answered({ verdict, state }: TerminalOutcome): ReplayStore {
  if (verdict.kind !== 'accepted_provisional') return expect.fail(JSON.stringify(verdict));
  return rememberReceipt(state, verdict.accepted, RECEIPT);
}

describe('a member pass', () => {
  test('says who stands here', async () => {
    const { verdict } = await scan(await passCode());
    expect(verdict).toMatchObject({
      kind: 'accepted_provisional',
      accepted: { type: 'member_pass', device: { memberId: world.MEMBER_ID }, clockBehind: false },
    });
  });

  test.each([
    [-45, 'accepted_provisional'],
    [-46, 'refused'],
    [45, 'accepted_provisional'],
    [46, 'refused'],
  ])('signed %d s from now is %s', async (offsetS, kind) => {
    const { verdict } = await scan(await passCode({ issuedAtS: world.NOW_S + offsetS }));
    expect(verdict.kind).toBe(kind);
  });

  test('scanned twice shows the same receipt, also when none was made yet', async () => {
    const code = await passCode();
    const first = await scan(code);
    expect(await scan(code, first.state)).toMatchObject({ verdict: { kind: 'repeat' }, state: first.state });
    expect((await scan(code, answered(first))).verdict).toMatchObject({ kind: 'repeat', receipt: RECEIPT });
  });

  test('with a counter seen before is refused, with the next one accepted', async () => {
    const { state } = await scan(await passCode({ counter: 5 }));
    const tried = [4, 5, 6].map(async (counter) => {
      const { verdict } = await scan(await passCode({ counter, issuedAtS: world.NOW_S + 1 }), state);
      return verdict.kind === 'refused' ? verdict.refusal.kind : verdict.kind;
    });
    expect(await Promise.all(tried)).toEqual(['counter_regressed', 'replayed', 'accepted_provisional']);
  });

  test('earns although the clock of the terminal is behind, and says so', async () => {
    const state = { ...EMPTY_REPLAY_STORE, highWaterMarkMs: world.NOW_MS + 200_000 };
    const { verdict } = await scan(await passCode(), state);
    expect(verdict).toMatchObject({ kind: 'accepted_provisional', accepted: { clockBehind: true } });
  });

  test('of a renewed certificate continues the counter of its key', async () => {
    const { state } = await scan(await passCode({ counter: 5 }));
    const renewed = await world.deviceSigner({
      issuedAtS: world.NOW_S - 10,
      expiresAtS: world.NOW_S + 99_999,
    });
    const code = codeFromBytes(await makePass({ issuedAtS: world.NOW_S, counter: 5 }, renewed));
    expect((await scan(code, state)).verdict).toMatchObject({ refusal: { kind: 'replayed' } });
  });

  test('signed for one certificate cannot travel with another of the same key', async () => {
    const small = await world.deviceSigner();
    const large = await world.deviceSigner({ assurance: 'passkey' });
    const signed = await makePass({ issuedAtS: world.NOW_S, counter: 1 }, small);
    const forged = codeFromBytes(swapCertificate(signed, large.certificate));
    expect((await scan(forged)).verdict).toMatchObject({ refusal: { kind: 'bad_signature' } });
  });
});

describe('a presentation', () => {
  test('gives its discount and is used up', async () => {
    const { verdict, state } = await scan(await presentationCode());
    expect(verdict).toMatchObject({
      kind: 'accepted_provisional',
      accepted: {
        type: 'presentation',
        discountMinor: 1_500,
        usesLeft: 0,
        voucher: { title: world.voucher.title },
      },
    });
    const again = await scan(await presentationCode({ counter: 3 }), answered({ verdict, state }));
    expect(again.verdict).toEqual({
      kind: 'refused',
      refusal: { kind: 'already_used_here' },
      receipt: RECEIPT,
    });
  });

  test('scanned twice shows the same receipt, even after another one of the device', async () => {
    const code = await presentationCode();
    const used = answered(await scan(code));
    expect((await scan(code, used)).verdict).toMatchObject({ kind: 'repeat', receipt: RECEIPT });
    const later = answered(await scan(await passCode({ counter: 9 }), used));
    expect((await scan(code, later)).verdict).toMatchObject({ kind: 'repeat', receipt: RECEIPT });
  });

  test('of a voucher for three uses is good three times', async () => {
    let state = EMPTY_REPLAY_STORE;
    const left: number[] = [];
    for (const useNumber of [1, 2, 3, 4]) {
      const code = await presentationCode({ useNumber, counter: useNumber }, { maxUses: 3 });
      const outcome = await scan(code, state);
      state = outcome.state;
      const { verdict } = outcome;
      if (verdict.kind === 'accepted_provisional' && verdict.accepted.type === 'presentation') {
        left.push(verdict.accepted.usesLeft);
      } else expect(verdict).toMatchObject({ refusal: { kind: 'limit_voucher' } });
    }
    expect(left).toEqual([2, 1, 0]);
  });

  test('before the amount is known changes nothing, and is judged once it is', async () => {
    const { saleMinor: _, ...noAmount } = world.terminalPolicy;
    const clock = world.clockAt(world.NOW_MS);
    const outcome = await verifyAtTerminal(await presentationCode(), EMPTY_REPLAY_STORE, noAmount, clock);
    expect(outcome.state).toBe(EMPTY_REPLAY_STORE);
    if (outcome.verdict.kind !== 'amount_needed') return expect.fail(outcome.verdict.kind);
    const { genuine } = outcome.verdict;
    const late = world.clockAt(world.NOW_MS + 300_000);
    const below = redeemGenuine(genuine, outcome.state, { ...noAmount, saleMinor: 9_999 }, late);
    expect(below).toEqual({
      verdict: { kind: 'refused', refusal: { kind: 'min_spend' } },
      state: outcome.state,
    });
    const enough = redeemGenuine(genuine, outcome.state, { ...noAmount, saleMinor: 10_000 }, late);
    expect(enough.verdict).toMatchObject({
      kind: 'accepted_provisional',
      accepted: { discountMinor: 1_500 },
    });
    const twice = redeemGenuine(genuine, enough.state, { ...noAmount, saleMinor: 10_000 }, late);
    expect(twice.verdict.kind).toBe('repeat');
  });

  test('at its home till only, when it has one', async () => {
    const here = await scan(await presentationCode({}, { homeTills: [3], offlinePolicy: 3 }));
    expect(here.verdict.kind).toBe('accepted_provisional');
    const nowhere = await scan(await presentationCode({}, { offlinePolicy: 3 }));
    expect(nowhere.verdict).toMatchObject({ refusal: { kind: 'wrong_terminal' } });
  });

  test('by another device than the one it was issued to', async () => {
    const bytes = await world.voucherBytes({ holderKey: world.strangerSigner.publicKey });
    const { verdict } = await scan(await presentationCode({ voucher: bytes }));
    expect(verdict).toMatchObject({ refusal: { kind: 'bad_signature' } });
  });

  test('of a voucher that another merchant of the list has issued', async () => {
    const { verdict } = await scan(await presentationCode({}, { merchantId: world.idOf(0xa2) }));
    expect(verdict).toMatchObject({ refusal: { kind: 'voucher_bad_signature' } });
  });
});

describe('the discount', () => {
  test.each<[string, Partial<Voucher>, number, number | undefined]>([
    ['fixed', {}, 17_450, 1_500],
    ['fixed, at the minimum', {}, 10_000, 1_500],
    ['fixed, below the minimum', {}, 9_999, undefined],
    ['percent, rounded down', { kind: 'percent', value: 1_500 }, 10_001, 1_500],
    ['percent, capped', { kind: 'percent', value: 1_500, capMinor: 1_000 }, 10_001, 1_000],
    [
      'percent of an amount beyond 2^53 / 10000',
      { kind: 'percent', value: 10_000 },
      2 ** 53 - 1,
      2 ** 53 - 1,
    ],
  ])('%s', (_, change, saleMinor, expected) => {
    expect(discountOf({ ...world.voucher, ...change }, saleMinor)).toBe(expected);
  });

  test('fixed, on a sale smaller than its value, leaves nothing to pay and nothing to pay out', () => {
    const { minSpendMinor: _, ...open } = world.voucher;
    expect(discountOf(open, 700)).toBe(700);
  });

  test('is never more than the sale and never negative', () => {
    const kinds = fc.oneof(
      fc.record({ kind: fc.constant('fixed' as const), value: fc.nat() }),
      fc.record({ kind: fc.constant('percent' as const), value: fc.nat(10_000), capMinor: fc.nat() }),
    );
    fc.assert(
      fc.property(kinds, fc.nat(), (change, saleMinor) => {
        const discount = discountOf({ ...world.voucher, minSpendMinor: 0, ...change }, saleMinor);
        expect(discount).toBeGreaterThanOrEqual(0);
        expect(discount).toBeLessThanOrEqual(saleMinor);
      }),
    );
  });
});

test.each([
  ['a certificate', async () => (await world.terminalSigner()).certificate],
  ['a voucher alone', () => world.voucherBytes()],
])('%s shown to a terminal is of the wrong type', async (_, bytes) => {
  expect((await scan(codeFromBytes(await bytes()))).verdict).toMatchObject({
    refusal: { kind: 'wrong_type' },
  });
});
