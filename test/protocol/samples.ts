// One message of each type with realistic content, the same bytes on every run.
import type { Bytes } from '#base/bytes.ts';
import { uuidV7 } from '#base/uuid.ts';
import { makeChallenge, makePayRequest } from '#protocol/challenge.ts';
import { makeEarnReceipt } from '#protocol/earn-receipt.ts';
import { makeEnrolRequest } from '#protocol/enrol-request.ts';
import { makeIssuerCertificate } from '#protocol/issuer-certificate.ts';
import { makeJournalRecord } from '#protocol/journal-record.ts';
import { makePass } from '#protocol/member-pass.ts';
import type { MessageName } from '#protocol/messages.ts';
import { makePayReceipt, makeVoidReceipt } from '#protocol/pay-receipt.ts';
import { makePayment } from '#protocol/payment.ts';
import { makePoster } from '#protocol/poster.ts';
import { makePresentation } from '#protocol/presentation.ts';
import { makeProgrammeSeal } from '#protocol/programme-seal.ts';
import { makeRedemptionReceipt } from '#protocol/redemption-receipt.ts';
import { makeTrustList } from '#protocol/trust-list.ts';
import * as world from './world.ts';

export interface Sample {
  readonly name: MessageName;
  readonly bytes: Bytes;
}

export async function makeSamples(): Promise<readonly Sample[]> {
  const terminal = await world.terminalSigner();
  const device = await world.deviceSigner();
  const payTerminal = await world.terminalSigner({ permissions: ['earn', 'redeem', 'pay', 'void'] });
  const payDevice = await world.deviceSigner({ allowance: world.ALLOWANCE });
  const voucher = await world.voucherBytes();
  const earnReceipt = await makeEarnReceipt(world.earnReceipt, terminal);
  const presentation = {
    merchantId: world.MERCHANT_ID,
    issuedAtS: world.NOW_S,
    counter: 121,
    voucher,
    useNumber: 1,
  };
  const record = {
    issuedAtS: world.NOW_S,
    eventId: uuidV7(world.NOW_MS, world.idOf(0x77, 10)),
    epoch: 0x9abc_def0,
    sequence: 12,
    kind: 'earn' as const,
    parts: [earnReceipt],
    occurredAtMs: world.NOW_MS,
    previous: world.idOf(0xd3),
  };
  return [
    { name: 'earnReceipt', bytes: earnReceipt },
    { name: 'memberPass', bytes: await makePass({ issuedAtS: world.NOW_S, counter: 120 }, device) },
    { name: 'voucher', bytes: voucher },
    { name: 'presentation', bytes: await makePresentation(presentation, world.deviceKey) },
    { name: 'redemptionReceipt', bytes: await makeRedemptionReceipt(world.redemptionReceipt, terminal) },
    { name: 'terminalCertificate', bytes: terminal.certificate },
    { name: 'deviceCertificate', bytes: device.certificate },
    { name: 'poster', bytes: await makePoster(world.poster, world.merchantSigner) },
    { name: 'payRequest', bytes: await makePayRequest(world.payRequest, payTerminal) },
    { name: 'payment', bytes: await makePayment(world.payment, payDevice) },
    { name: 'payReceipt', bytes: await makePayReceipt(world.payReceipt, payTerminal) },
    { name: 'enrolRequest', bytes: await makeEnrolRequest(world.enrolRequest, world.terminalKey) },
    { name: 'challenge', bytes: await makeChallenge(world.challenge, terminal) },
    {
      name: 'issuerCertificate',
      bytes: await makeIssuerCertificate(world.issuerCertificate, world.merchantSigner),
    },
    { name: 'voidReceipt', bytes: await makeVoidReceipt(world.voidReceipt, payTerminal) },
    { name: 'trustList', bytes: await makeTrustList(world.trustList, world.serverSigner) },
    { name: 'journalRecord', bytes: await makeJournalRecord(record, world.deviceKey) },
    { name: 'programmeSeal', bytes: await makeProgrammeSeal(world.sealOrder, world.merchantSigner) },
  ];
}
