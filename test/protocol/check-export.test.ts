import { expect, test } from 'vitest';
import { makePayRequest } from '#protocol/challenge.ts';
import { checkExport } from '#protocol/check-export.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { type LedgerExport, openExport, sealExport } from '#protocol/ledger-export.ts';
import { openMessage } from '#protocol/open-message.ts';
import { makePayReceipt } from '#protocol/pay-receipt.ts';
import { makePayment } from '#protocol/payment.ts';
import { makeTrustList } from '#protocol/trust-list.ts';
import type { Bytes } from '#base/bytes.ts';
import * as world from './world.ts';

async function idOf(message: Bytes): Promise<Bytes> {
  const opened = openMessage(message);
  return opened.ok ? messageIdOf(opened.value.sign1) : expect.fail(opened.error.kind);
}

test('a payment under a former key of the server still holds in an export of after the change', async () => {
  const terminal = await world.terminalSigner({ permissions: ['pay'] });
  const device = await world.deviceSigner({ allowance: world.ALLOWANCE });
  const request = await makePayRequest(world.payRequest, terminal);
  const payment = await makePayment({ ...world.payment, requestId: await idOf(request) }, device);
  const receipt = await makePayReceipt({ ...world.payReceipt, paymentId: await idOf(payment) }, terminal);
  const present = world.fixedSigner(0x5a);
  const formerServerKeys = [{ key: world.serverSigner.publicKey, untilS: world.NOW_S + 1 }];
  const contents: LedgerExport = {
    kind: 'ledger',
    madeAtMs: world.NOW_MS + 60_000,
    certificate: device.certificate,
    serverKey: present.publicKey,
    trustList: await makeTrustList({ ...world.trustList, formerServerKeys }, present),
    receipts: [],
    presentations: [],
    vouchers: [],
    records: [],
    joins: [],
    programmes: [],
    statements: [],
    payments: [
      {
        request,
        payment,
        receipt,
        reversal: new Uint8Array(0),
        programmeId: 'p',
        unit: 'points',
        scale: 0,
        status: 'accepted',
        code: '',
      },
    ],
    visits: [],
    balances: [],
  };
  const opened = openExport(await sealExport(contents, world.deviceKey));
  if (!opened.ok) expect.fail(opened.error.fault);
  const findings = await checkExport(opened.value, present.publicKey);
  expect(findings.flatMap(({ what, fault }) => (fault === undefined ? [] : [`${what}: ${fault}`]))).toEqual(
    [],
  );
});
