import { describe, expect, test } from 'vitest';
import { hexFromBytes } from '#base/bytes.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { makeEarnReceipt } from '#protocol/earn-receipt.ts';
import {
  type EarnReceipt,
  REDEMPTION_RESULTS,
  type RedemptionReceipt,
  type TerminalCertificate,
  type TrustList,
} from '#protocol/messages.ts';
import { makeRedemptionReceipt } from '#protocol/redemption-receipt.ts';
import { withCertificate } from '#protocol/signer.ts';
import { makeTerminalCertificate } from '#protocol/terminal-certificate.ts';
import { verifyAtWallet } from '#protocol/verify-at-wallet.ts';
import type { WalletOutcome, WalletPolicy, WalletState } from '#protocol/verdict.ts';
import { swapCertificate } from './swap-certificate.ts';
import * as world from './world.ts';

const state: WalletState = {
  memberId: world.MEMBER_ID,
  presentations: new Map([
    [hexFromBytes(world.redemptionReceipt.presentationId), hexFromBytes(world.VOUCHER_ID)],
  ]),
  receipts: new Set(),
};

async function earnCode(
  change: Partial<EarnReceipt> = {},
  certificate: Partial<TerminalCertificate> = {},
): Promise<string> {
  const signer = await world.terminalSigner(certificate);
  return codeFromBytes(await makeEarnReceipt({ ...world.earnReceipt, ...change }, signer));
}

async function redemptionCode(
  change: Partial<RedemptionReceipt> = {},
  certificate: Partial<TerminalCertificate> = {},
): Promise<string> {
  const signer = await world.terminalSigner(certificate);
  return codeFromBytes(await makeRedemptionReceipt({ ...world.redemptionReceipt, ...change }, signer));
}

function scan(
  code: string,
  before: WalletState = state,
  policy: WalletPolicy = world.walletPolicy,
  nowMs: number = world.NOW_MS,
): Promise<WalletOutcome> {
  return verifyAtWallet(code, before, policy, world.clockAt(nowMs));
}

describe('an earn receipt', () => {
  test('tells what was bought, where, and by whose word', async () => {
    const { verdict, state: after } = await scan(await earnCode());
    expect(verdict).toMatchObject({
      kind: 'earned',
      receipt: world.earnReceipt,
      merchant: { slug: 'novin-charm', currency: { code: 'EUR', exponent: 2 } },
      certificate: { serial: world.SERIAL },
    });
    expect(after.receipts.size).toBe(1);
    expect(state.receipts.size).toBe(0);
  });

  test('scanned again is a duplicate and counts once', async () => {
    const code = await earnCode();
    const first = await scan(code);
    const second = await scan(code, first.state);
    expect(second.verdict).toMatchObject({ kind: 'duplicate' });
    expect(second.state).toBe(first.state);
  });

  test('another sale under the same number is kept beside the first: the till lost its memory, not the customer', async () => {
    const first = await scan(await earnCode());
    const second = await scan(await earnCode({ totalMinor: 1 }), first.state);
    expect(second.verdict.kind).toBe('earned');
    expect(second.state.receipts.size).toBe(2);
  });

  test('of another member is refused', async () => {
    const { verdict, state: after } = await scan(await earnCode({ memberId: world.idOf(0xb2) }));
    expect(verdict).toEqual({ kind: 'refused', refusal: { kind: 'wrong_member' } });
    expect(after).toBe(state);
  });

  test('without a member is good for whoever scans it, until it expires', async () => {
    const { memberId: _, ...unbound } = world.earnReceipt;
    const bearer = { ...unbound, expiresAtS: world.NOW_S + 60 };
    const code = codeFromBytes(await makeEarnReceipt(bearer, await world.terminalSigner()));
    expect((await scan(code)).verdict.kind).toBe('earned');
    const late = await scan(code, state, world.walletPolicy, world.NOW_MS + 60_000);
    expect(late.verdict).toMatchObject({ refusal: { kind: 'expired' } });
  });

  test('is still good after its certificate has run out, if it was made before', async () => {
    const code = await earnCode({}, { expiresAtS: world.NOW_S + 10 });
    const late = await scan(code, state, world.walletPolicy, world.NOW_MS + 86_400_000);
    expect(late.verdict.kind).toBe('earned');
  });

  test.each<[string, Partial<EarnReceipt>, Partial<TerminalCertificate>, string]>([
    ['an expired certificate', {}, { expiresAtS: world.NOW_S }, 'cert_expired'],
    ['a certificate of tomorrow', {}, { issuedAtS: world.NOW_S + 86_400 }, 'cert_not_yet'],
    ['a certificate for redeeming only', {}, { permissions: ['redeem'] }, 'cert_perm'],
    ['another key than the certified one', {}, { terminalKey: world.deviceKey.publicKey }, 'bad_signature'],
  ])('with %s is refused', async (_, receipt, certificate, kind) => {
    const { verdict } = await scan(await earnCode(receipt, certificate));
    expect(verdict).toMatchObject({ kind: 'refused', refusal: { kind } });
  });

  test('under a certificate that the merchant has not signed is refused', async () => {
    const bytes = await makeTerminalCertificate(world.terminalCertificate, world.strangerSigner);
    const signer = withCertificate(world.terminalKey, bytes);
    const { verdict } = await scan(codeFromBytes(await makeEarnReceipt(world.earnReceipt, signer)));
    expect(verdict).toMatchObject({ refusal: { kind: 'cert_bad_signature' } });
  });

  test('cannot travel with another certificate of the same terminal', async () => {
    const receipt = await makeEarnReceipt(world.earnReceipt, await world.terminalSigner());
    const other = await world.terminalSigner({ serial: 1 });
    const { verdict } = await scan(codeFromBytes(swapCertificate(receipt, other.certificate)));
    expect(verdict).toMatchObject({ refusal: { kind: 'bad_signature' } });
  });
});

describe('a redemption receipt', () => {
  test('files the voucher it answers, and earns when the purchase is in it', async () => {
    const { verdict } = await scan(await redemptionCode());
    expect(verdict).toMatchObject({
      kind: 'redeemed',
      voucherId: hexFromBytes(world.VOUCHER_ID),
      receipt: { discountMinor: 1_500, totalMinor: 17_450, facts: { kind: 'purchase' } },
    });
  });

  test('for a presentation of somebody else is refused', async () => {
    const { verdict } = await scan(await redemptionCode({ presentationId: world.idOf(0xe2, 16) }));
    expect(verdict).toEqual({ kind: 'refused', refusal: { kind: 'not_my_presentation' } });
  });

  test.each(REDEMPTION_RESULTS.slice(1))(
    'that refuses as %s says so on this screen too, and uses nothing up',
    async (result) => {
      const { facts: _, totalMinor: __, ...bare } = world.redemptionReceipt;
      const refusal = { ...bare, result, sequence: 0, discountMinor: 0, previous: world.idOf(0) };
      const code = codeFromBytes(await makeRedemptionReceipt(refusal, await world.terminalSigner()));
      const { verdict } = await scan(code);
      expect(verdict).toMatchObject({ kind: 'redemption_refused', receipt: { result } });
      expect(verdict).toMatchObject({ voucherId: hexFromBytes(world.VOUCHER_ID) });
    },
  );

  test('that refuses cannot claim anything', async () => {
    const signer = await world.terminalSigner();
    const refusal = { ...world.redemptionReceipt, result: 'min_spend' as const };
    await expect(makeRedemptionReceipt(refusal, signer)).rejects.toThrow('combination');
  });

  test('with a purchase in it needs a terminal that may earn, without needs not', async () => {
    const withFacts = await scan(await redemptionCode({}, { permissions: ['redeem'] }));
    expect(withFacts.verdict).toMatchObject({ refusal: { kind: 'cert_perm' } });
    const { facts: _, totalMinor: __, ...bare } = world.redemptionReceipt;
    const signer = await world.terminalSigner({ permissions: ['redeem'] });
    const without = await scan(codeFromBytes(await makeRedemptionReceipt(bare, signer)));
    expect(without.verdict.kind).toBe('redeemed');
  });
});

describe('what a newer trust list may cure is kept, not counted', () => {
  const withMerchants = (change: Partial<TrustList>): WalletPolicy => ({
    trustList: { ...world.trustList, ...change },
  });

  test.each<[string, WalletPolicy, string, string]>([
    ['no list yet', {}, 'keep_unverified', 'unknown_issuer'],
    ['a merchant not in the list', withMerchants({ merchants: [] }), 'keep_unverified', 'unknown_issuer'],
    ['an expired list', withMerchants({ expiresAtS: world.NOW_S }), 'keep_unverified', 'trust_stale'],
    [
      'a revoked merchant',
      withMerchants({ merchants: [{ ...world.merchant, revoked: true }] }),
      'refused',
      'issuer_revoked',
    ],
  ])('%s', async (_, policy, kind, refusal) => {
    const outcome = await scan(await earnCode(), state, policy);
    expect(outcome.verdict).toMatchObject({ kind, refusal: { kind: refusal } });
    expect(outcome.state).toBe(state);
  });

  test('and then verifies', async () => {
    const code = await earnCode();
    expect((await scan(code, state, {})).verdict.kind).toBe('keep_unverified');
    expect((await scan(code)).verdict.kind).toBe('earned');
  });
});

test('a certificate shown to a wallet is of the wrong type', async () => {
  const { certificate } = await world.terminalSigner();
  expect((await scan(codeFromBytes(certificate))).verdict).toMatchObject({ refusal: { kind: 'wrong_type' } });
});
