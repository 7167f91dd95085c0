// A payment with points between a till and a wallet of the test's making: request, payment, receipt, void.
import { bytesFromBase64, type Bytes } from '#base/bytes.ts';
import { makePayRequest } from '#protocol/challenge.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { openDeviceCertificate } from '#protocol/chain.ts';
import type { DeviceCertificate } from '#protocol/messages.ts';
import { openMessage } from '#protocol/open-message.ts';
import { makePayReceipt, makeVoidReceipt } from '#protocol/pay-receipt.ts';
import { makePayment } from '#protocol/payment.ts';
import { withCertificate } from '#protocol/signer.ts';
import { random, type TestServer } from './test-server.ts';
import type { Till, Wallet } from './shop.ts';

const NO_PREVIOUS = new Uint8Array(8);

export interface Paying {
  readonly points: number;
  readonly cumulative: number;
  readonly counter: number;
  readonly amountMinor?: number;
}

/** The newest certificate that the server has told the wallet, opened and as bytes. */
export async function newestCertificate(
  server: TestServer,
  wallet: Wallet,
): Promise<{ readonly bytes: Bytes; readonly certificate: DeviceCertificate }> {
  const told = (await wallet.changes()).filter((change) => change.kind === 'certificate').at(-1);
  if (told?.kind !== 'certificate') throw new Error('no certificate was told');
  const bytes = bytesFromBase64(told.cose)!;
  const opened = await openDeviceCertificate(bytes, [server.keys.server.publicKey], server.clock.nowMs());
  if (!opened.ok) throw new Error(opened.error.kind);
  return { bytes, certificate: opened.value };
}

let sequence = 10_000;

/** The parts of a `pay` record, and the void that takes it back. */
export async function payAt(
  server: TestServer,
  { till, wallet }: { readonly till: Till; readonly wallet: Wallet },
  { points, cumulative, counter, amountMinor = points }: Paying,
): Promise<{ readonly parts: readonly [Bytes, Bytes, Bytes]; readonly reversal: Bytes }> {
  const { bytes: certificate, certificate: device } = await newestCertificate(server, wallet);
  if (device.allowance === undefined) throw new Error('nothing was reserved');
  return payWith(server, { till, wallet, certificate }, { points, cumulative, counter, amountMinor });
}

export async function payWith(
  server: TestServer,
  {
    till,
    wallet,
    certificate,
  }: { readonly till: Till; readonly wallet: Wallet; readonly certificate: Bytes },
  { points, cumulative, counter, amountMinor = points }: Paying,
): Promise<{ readonly parts: readonly [Bytes, Bytes, Bytes]; readonly reversal: Bytes }> {
  const issuedAtS = Math.floor(server.clock.nowMs() / 1000);
  const asked = { points, amountMinor, reference: 'R-1', nonce: random.bytes(8), sequence: 1 };
  const request = await makePayRequest({ ...asked, issuedAtS, expiresAtS: issuedAtS + 120 }, till.tillSigner);
  const payment = await makePayment(
    { issuedAtS, counter, points, cumulative, requestId: await idOf(request), previous: NO_PREVIOUS },
    withCertificate(wallet.signer, certificate),
  );
  const { receipt, reversal } = await answerTo(payment, { till, points, issuedAtS });
  return { parts: [request, payment, receipt], reversal };
}

/** What a till that has forgotten its answer signs for the same payment once more. */
export async function receiptFor(
  server: TestServer,
  [, payment]: readonly [Bytes, Bytes, Bytes],
  { till, points }: { readonly till: Till; readonly points: number },
): Promise<Answer> {
  return answerTo(payment, { till, points, issuedAtS: Math.floor(server.clock.nowMs() / 1000) });
}

interface Answer {
  readonly receipt: Bytes;
  readonly reversal: Bytes;
}

async function answerTo(
  payment: Bytes,
  { till, points, issuedAtS }: { readonly till: Till; readonly points: number; readonly issuedAtS: number },
): Promise<Answer> {
  const place = () => ({ issuedAtS, sequence: (sequence += 1), points, previous: NO_PREVIOUS });
  const receipt = await makePayReceipt({ ...place(), paymentId: await idOf(payment) }, till.tillSigner);
  const reversal = await makeVoidReceipt({ ...place(), voidedId: await idOf(receipt) }, till.tillSigner);
  return { receipt, reversal };
}

async function idOf(message: Bytes): Promise<Bytes> {
  const opened = openMessage(message);
  if (!opened.ok) throw new Error(opened.error.kind);
  return messageIdOf(opened.value.sign1);
}
