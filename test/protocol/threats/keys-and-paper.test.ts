// src/protocol/README.md, "Threats": tills, leaked keys, receipts and posters.
import { describe, expect, test } from 'vitest';
import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import { CLOCK_TOLERANCE_MS } from '#protocol/certificate-life.ts';
import { posterUrl } from '#protocol/code.ts';
import { makeEarnReceipt } from '#protocol/earn-receipt.ts';
import { makeIssuerCertificate } from '#protocol/issuer-certificate.ts';
import type { EarnReceipt, TerminalCertificate, TrustList } from '#protocol/messages.ts';
import type { JournalRecord } from '#protocol/journal-message.ts';
import { makePoster, openPoster } from '#protocol/poster.ts';
import { makePresentation } from '#protocol/presentation.ts';
import { makeRedemptionReceipt } from '#protocol/redemption-receipt.ts';
import { withCertificate } from '#protocol/signer.ts';
import { addSale, salesLeftMinor, salesLimitsOf, type SalesOfDay } from '#protocol/sales-limits.ts';
import { makeTerminalCertificate } from '#protocol/terminal-certificate.ts';
import { makeTrustList, openTrustList } from '#protocol/trust-list.ts';
import type { WalletPolicy, WalletState } from '#protocol/verdict.ts';
import type { ServerTrust } from '#protocol/server-trust.ts';
import { verifyRecordParts } from '#protocol/verify-at-server.ts';
import { makePayRequest } from '#protocol/challenge.ts';
import { verifyAtWallet } from '#protocol/verify-at-wallet.ts';
import { verifyRequestAtWallet } from '#protocol/verify-pay-at-wallet.ts';
import { delegatedSigner } from '../delegated.ts';
import { swapCertificate } from '../swap-certificate.ts';
import * as world from '../world.ts';
import { DAY_MS, FACE, holderOf, idOfMessage, openTill, voucherNumber } from './cast.ts';

const clock = world.clockAt(world.NOW_MS);
const terminal = await world.terminalSigner();
const wallet: WalletState = { memberId: world.MEMBER_ID, presentations: new Map(), receipts: new Set() };

const server: ServerTrust = {
  trustList: world.trustList,
  isRegistered: ({ serial }) => serial === world.SERIAL,
  serverKeys: [world.serverSigner.publicKey],
  nowMs: world.NOW_MS,
};

async function credited(
  parts: readonly Bytes[],
  trust = server,
  kind: JournalRecord['kind'] = 'earn',
): Promise<string> {
  const record = { kind, parts } as JournalRecord;
  const result = await verifyRecordParts(record, trust);
  return result.ok ? result.value.kind : result.error.kind;
}

async function atWallet(code: Bytes, state = wallet, nowMs = world.NOW_MS) {
  const outcome = await verifyAtWallet(code, state, world.walletPolicy, world.clockAt(nowMs));
  const { verdict } = outcome;
  return { name: 'refusal' in verdict ? verdict.refusal.kind : verdict.kind, verdict, state: outcome.state };
}

function receipt(change: Partial<EarnReceipt> = {}, signer = terminal): Promise<Bytes> {
  return makeEarnReceipt({ ...world.earnReceipt, ...change }, signer);
}

describe('malicious terminal', () => {
  test('cannot raise its caps: they are in a certificate that its signatures name', async () => {
    const richer = await makeTerminalCertificate(
      {
        ...world.terminalCertificate,
        caps: { pointsPerReceipt: 1e9, pointsPerDay: 1e9, valuePerDayMinor: 1e9 },
      },
      world.terminalKey,
    );
    expect(await credited([await receipt({}, withCertificate(world.terminalKey, richer))])).toBe(
      'cert_bad_signature',
    );
    expect(await credited([swapCertificate(await receipt(), richer)])).toBe('cert_bad_signature');
  });

  test('mints by what it may sell in a day and no more, in whatever pieces', () => {
    // What one certificate lets it sign for; that the server counts no more is in test/server/sales-limits.test.ts.
    const most = salesLimitsOf(world.terminalCertificate);
    for (const piece of [1, 997, most.perReceiptMinor]) {
      const sold = sellOut(world.terminalCertificate, piece);
      expect(sold.salesMinor).toBe(Math.min(most.perDayMinor, piece * most.receiptsPerDay));
      expect(sold.receipts).toBeLessThanOrEqual(most.receiptsPerDay);
    }
  });

  test('cannot use a presentation at another merchant, nor invent one, nor claim another for it', async () => {
    const voucher = await voucherNumber(1);
    const present = (change: { counter?: number }) =>
      makePresentation(
        {
          merchantId: world.MERCHANT_ID,
          issuedAtS: world.NOW_S,
          counter: 1,
          useNumber: 1,
          voucher,
          ...change,
        },
        world.deviceKey,
      );
    const shown = await present({});
    const elsewhere = openTill(1, { merchantId: world.idOf(0xa2) });
    expect(await elsewhere.scan(shown)).toBe('wrong_merchant');
    const answerTo = async (code: Bytes) =>
      makeRedemptionReceipt(
        { ...world.redemptionReceipt, presentationId: await idOfMessage(code) },
        terminal,
      );
    const invented = await makePresentation(
      { merchantId: world.MERCHANT_ID, issuedAtS: world.NOW_S, counter: 9, useNumber: 1, voucher },
      world.terminalKey,
    );
    expect(await credited([invented, await answerTo(invented)], server, 'redeem')).toBe('bad_signature');
    const another = await present({ counter: 2 });
    expect(await credited([another, await answerTo(shown)], server, 'redeem')).toBe('parts_disagree');
    expect(await credited([shown, await answerTo(shown)], server, 'redeem')).toBe('redeem');
  });

  test('cannot alter an amount that it has signed: the two receipts bear one number', async () => {
    const [told, altered] = [await receipt(), await receipt({ totalMinor: 1 })];
    const first = await atWallet(told);
    const second = await atWallet(altered, first.state);
    if (first.verdict.kind !== 'earned' || second.verdict.kind !== 'earned') expect.fail('not earned');
    // What was told stays held; the second one beside it is the proof.
    expect([...second.state.receipts]).toEqual([
      ...first.state.receipts,
      hexFromBytes(second.verdict.messageId),
    ]);
    expect(second.verdict.receiptKey).toBe(first.verdict.receiptKey);
    expect(await idOfMessage(told)).not.toEqual(await idOfMessage(altered));
  });
});

/** As many receipts of one amount as a day takes, then what is left of it in one more. */
function sellOut(certificate: TerminalCertificate, piece: number): SalesOfDay {
  const limits = salesLimitsOf(certificate);
  let day: SalesOfDay = { number: 0, receipts: 0, salesMinor: 0 };
  for (let after = addSale(day, piece, limits); after !== undefined; after = addSale(day, piece, limits))
    day = after;
  return addSale(day, Math.max(0, salesLeftMinor(day, limits)), limits) ?? day;
}

describe('colluding till and customer', () => {
  test('mint by the sales of each day of a certificate: days times what the till may sell', async () => {
    const { issuedAtS, expiresAtS } = world.terminalCertificate;
    const days = (expiresAtS - issuedAtS) / 86_400;
    const { perDayMinor } = salesLimitsOf(world.terminalCertificate);
    expect(days * sellOut(world.terminalCertificate, perDayMinor / 5).salesMinor).toBe(90 * perDayMinor);
  });

  test('have the days of one certificate, at most 90, and none once the serial is struck off', async () => {
    const { issuedAtS, expiresAtS } = world.terminalCertificate;
    let days = 0;
    const later = {
      ...server,
      nowMs: (expiresAtS + 86_400) * 1000,
      trustList: { ...world.trustList, expiresAtS: expiresAtS + 90 * 86_400 },
    };
    for (let at = issuedAtS - 5 * 86_400; at < expiresAtS + 5 * 86_400; at += 86_400)
      if ((await credited([await receipt({ issuedAtS: at })], later)) === 'earn') days++;
    expect(days).toBe(90);
    const before = await receipt({ issuedAtS: issuedAtS - CLOCK_TOLERANCE_MS / 1000 - 1 });
    expect(await credited([before])).toBe('cert_not_yet');
    expect(await credited([await receipt()], { ...server, isRegistered: () => false })).toBe(
      'serial_unregistered',
    );
  });
});

describe('photographed bearer receipt', () => {
  test('is one receipt, whoever comes first; a bound one is of no use', async () => {
    const { memberId: _, ...bearer } = { ...world.earnReceipt, expiresAtS: world.NOW_S + 86_400 };
    const code = await makeEarnReceipt(bearer, terminal);
    const [owner, thief] = [
      await atWallet(code),
      await atWallet(code, { ...wallet, memberId: world.idOf(0xbe) }),
    ];
    const keys = [owner, thief].map(({ verdict }) => ('receiptKey' in verdict ? verdict.receiptKey : ''));
    expect([owner.name, thief.name]).toEqual(['earned', 'earned']);
    // The server books a receipt key once: `already_claimed` for the second.
    expect(new Set(keys).size).toBe(1);
    expect((await atWallet(await receipt(), { ...wallet, memberId: world.idOf(0xbe) })).name).toBe(
      'wrong_member',
    );
    expect((await atWallet(code, wallet, world.NOW_MS + DAY_MS)).name).toBe('expired');
  });
});

describe('replayed receipt', () => {
  test('gives nothing, however often', async () => {
    let { state, name } = await atWallet(await receipt());
    let earned = name === 'earned' ? 1 : 0;
    for (let again = 0; again < 5; again++) {
      ({ state, name } = await atWallet(await receipt(), state));
      if (name === 'earned') earned++;
    }
    expect(earned).toBe(1);
  });
});

describe('leaked terminal key', () => {
  test('forges receipts until the serial is struck off, and each shows as a fork of the chain', async () => {
    const forged = await receipt({ sequence: 1_200, totalMinor: 900_000 });
    expect(await credited([forged])).toBe('earn');
    const [own, other] = [await atWallet(await receipt()), await atWallet(forged)];
    if (own.verdict.kind !== 'earned' || other.verdict.kind !== 'earned') expect.fail('not earned');
    expect(own.verdict.receiptKey).toBe(other.verdict.receiptKey);
    expect(hexFromBytes(own.verdict.messageId)).not.toBe(hexFromBytes(other.verdict.messageId));
    expect(await credited([forged], { ...server, isRegistered: () => false })).toBe('serial_unregistered');
  });

  test('gives a wallet nothing more once its trust list says so: from that second on, of its kin as well', async () => {
    const fromS = world.NOW_S - 3_600;
    const told: WalletPolicy = {
      trustList: { ...world.trustList, revokedTills: [{ serial: world.SERIAL, fromS }] },
    };
    const read = async (code: Bytes) => {
      const { verdict, state } = await verifyAtWallet(code, wallet, told, clock);
      return { kind: verdict.kind, counted: state.receipts.size };
    };
    expect(await read(await receipt({ issuedAtS: fromS - 1 }))).toEqual({ kind: 'earned', counted: 1 });
    expect(await read(await receipt({ issuedAtS: fromS }))).toEqual({ kind: 'keep_unverified', counted: 0 });
    const kin = await delegatedSigner();
    expect(await read(await makeEarnReceipt(world.earnReceipt, kin))).toMatchObject({
      kind: 'keep_unverified',
    });
    // Nor does anybody pay it, whatever time it says.
    const asked = await makePayRequest(
      { ...world.payRequest, issuedAtS: fromS - 60, expiresAtS: fromS },
      kin,
    );
    expect(await verifyRequestAtWallet(asked, told, clock)).toMatchObject({
      refusal: { kind: 'cert_revoked' },
    });
    expect((await atWallet(await receipt())).name).toBe('earned');
  });

  test('issues no voucher and no certificate', async () => {
    const till = openTill(1);
    const voucher = await voucherNumber(1, {}, world.terminalKey);
    expect(await till.scan(await (await holderOf({})).present(voucher))).toBe('voucher_bad_signature');
    const claims: TerminalCertificate = { ...world.terminalCertificate, serial: 7 };
    const certificate = await makeTerminalCertificate(claims, world.terminalKey);
    const rogue = await receipt({}, withCertificate(world.terminalKey, certificate));
    expect((await atWallet(rogue)).name).toBe('cert_bad_signature');
  });
});

describe('leaked voucher issuer', () => {
  test('takes the value of a day from each till, until the next trust list', async () => {
    const certificate = await makeIssuerCertificate(world.issuerCertificate, world.merchantSigner);
    const leaky: TrustList = { ...world.trustList, issuerCertificates: [certificate] };
    const valuePerDayMinor = 12 * FACE + 400;
    const caps = { ...world.terminalCertificate.caps, valuePerDayMinor };
    const ownCertificate = { ...world.terminalCertificate, caps };
    const till = openTill(1, { trustList: leaky, ownCertificate });
    const forger = async (number: number) => {
      // As many devices as it likes: each has its three redemptions.
      const key = world.fixedSigner(1 + (number % 20));
      const voucher = await voucherNumber(number, { holderKey: key.publicKey }, world.issuerSigner);
      return (await holderOf({}, key)).present(voucher);
    };
    for (let number = 1; number <= 40; number++) await till.scan(await forger(number));
    expect(till.given().valueMinor).toBe(Math.floor(valuePerDayMinor / FACE) * FACE);
    const told = openTill(2, { trustList: world.trustList });
    expect(await told.scan(await forger(50))).toBe('voucher_bad_signature');
    const ended = openTill(3, { trustList: { ...leaky, expiresAtS: world.NOW_S } });
    expect(await ended.scan(await forger(51))).toBe('trust_stale');
    expect(leaky.expiresAtS - leaky.issuedAtS).toBe(30 * 86_400);
  });
});

describe('leaked merchant root', () => {
  test('rogue tills show points that the server never credits', async () => {
    const claims: TerminalCertificate = {
      ...world.terminalCertificate,
      terminalKey: world.strangerSigner.publicKey,
      serial: 666,
    };
    const certificate = await makeTerminalCertificate(claims, world.merchantSigner);
    const code = await receipt({}, withCertificate(world.strangerSigner, certificate));
    expect((await atWallet(code)).name).toBe('earned');
    expect(await credited([code])).toBe('serial_unregistered');
  });
});

describe('leaked server key', () => {
  test('is everything where it is pinned, nothing elsewhere, and old clients stop after 30 days', async () => {
    const rogue = { ...world.merchant, rootKeys: [world.strangerSigner.publicKey] };
    const forged = await makeTrustList({ ...world.trustList, merchants: [rogue] }, world.serverSigner);
    expect((await openTrustList(forged, [world.serverSigner.publicKey])).ok).toBe(true);
    const standby = world.fixedSigner(0x60).publicKey;
    expect(await openTrustList(forged, [standby])).toMatchObject({ error: { kind: 'bad_signature' } });
    const end = world.trustList.expiresAtS * 1000;
    const code = await receipt();
    expect((await atWallet(code, wallet, end - 1)).name).toBe('earned');
    expect((await atWallet(code, wallet, end)).name).toBe('trust_stale');
    expect(end - world.trustList.issuedAtS * 1000).toBe(30 * DAY_MS);
  });
});

describe('posters', () => {
  test('a fake one is refused in the app', async () => {
    const open = (bytes: Bytes | string) => openPoster(bytes, world.trustList, clock.nowMs());
    const unlisted = await makePoster(
      { ...world.poster, merchantId: world.idOf(0xaf) },
      world.strangerSigner,
    );
    const posing = await makePoster(world.poster, world.strangerSigner);
    expect(await open(unlisted)).toMatchObject({ error: { kind: 'unknown_issuer' } });
    expect(await open(posing)).toMatchObject({ error: { kind: 'bad_signature' } });
    expect(await open('HTTPS://EVIL.EXAMPLE/M/AAAA')).toMatchObject({ ok: false });
  });

  test('a copied one names the merchant and gives nothing', async () => {
    const bytes = await makePoster(world.poster, world.merchantSigner);
    const copy = posterUrl('elsewhere.example', bytes);
    const opened = await openPoster(copy, world.trustList, clock.nowMs());
    expect(opened.ok && Object.keys(opened.value)).toEqual(['poster', 'merchant']);
    expect((await atWallet(bytes)).name).toBe('wrong_type');
    expect(await openTill(1).scan(copy)).toBe('wrong_type');
    expect(await credited([bytes])).toBe('wrong_type');
  });
});
