import { assert } from '#base/assert.ts';
import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import type { Locale } from '#base/locale.ts';
import { type Refusal, type Result, err, ok } from '#base/result.ts';
import type { PaymentCode } from '#bridge/wallet-pay.ts';
import { bytesFromCode, codeFromBytes } from '#protocol/code.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { openMessage } from '#protocol/open-message.ts';
import { makePayment } from '#protocol/payment.ts';
import { withCertificate } from '#protocol/signer.ts';
import type { PaymentContent, PaymentRow } from '#storage/payment-store.ts';
import { COUNTER, COUNTER_LOCK } from './code-drawer.ts';
import { type WeighedRequest, readRequest, weighRequest } from './pay-ask.ts';
import type { WalletParts } from './wallet-parts.ts';
import { readWorld } from './wallet-world.ts';

/**
 * Pays what a request asks for, once the person has agreed. Counter, sum and the signed payment are on the disk before the
 * code is given out; the same request gets the very same bytes, also after a crash. Refusals: those of `readRequest` and
 * `weighRequest`, `wrong_type`, those of the storage.
 */
export async function confirmPayment(
  parts: WalletParts,
  text: string,
  locale: Locale,
): Promise<Result<PaymentCode, Refusal>> {
  const { deps } = parts;
  const read = await readRequest(deps, text);
  if (!read.ok) return read;
  if (read.value.kind !== 'pay_request') return err({ kind: 'wrong_type' });
  const request = read.value;
  const bytes = bytesFromCode(text);
  if (!bytes.ok) return bytes;
  return deps.around.exclusive.run(COUNTER_LOCK, async () => {
    const weighed = await weighRequest(deps, await readWorld(deps, parts.folds, locale), request);
    if (!weighed.ok) return weighed;
    const { paid, trouble, ask } = weighed.value;
    if (paid !== undefined) return ok(codeOf(paid, ask));
    if (trouble !== undefined) return err(trouble);
    const made = await commitPayment(parts, weighed.value, bytes.value);
    return made.ok ? ok(codeOf(made.value, ask)) : made;
  });
}

/** Refusals: `record_unknown`. */
export async function paymentCode(
  parts: WalletParts,
  paymentId: string,
  locale: Locale,
): Promise<Result<PaymentCode, Refusal>> {
  const { deps } = parts;
  const { store } = deps.stores;
  const row = await store.read(({ payments }) => payments.get(paymentId));
  if (row === undefined) return err({ kind: 'record_unknown' });
  const read = await readRequest(deps, codeFromBytes(row.request));
  if (!read.ok) return read;
  if (read.value.kind !== 'pay_request') return err({ kind: 'record_unknown' });
  const weighed = await weighRequest(deps, await readWorld(deps, parts.folds, locale), read.value);
  return weighed.ok ? ok(codeOf(row, weighed.value.ask)) : weighed;
}

function codeOf({ id, cose, madeAtMs, receipt }: PaymentRow, ask: PaymentCode['ask']): PaymentCode {
  return {
    paymentId: id,
    code: { text: codeFromBytes(cose), madeAtMs },
    ask,
    answered: receipt !== undefined,
  };
}

/** The caller holds the lock of the counter, so what is read here is still so when it is written. */
async function commitPayment(
  { deps }: WalletParts,
  weighed: WeighedRequest,
  request: Bytes,
): Promise<Result<PaymentRow, Refusal>> {
  const { stores, around } = deps;
  const { store } = stores;
  const madeAtMs = around.clock.nowMs();
  const counter = (await store.read(({ counters }) => counters.last(COUNTER))) + 1;
  const content = contentOf(weighed, counter, madeAtMs);
  const { issuedAtS, points, cumulative, previous, epoch } = content;
  const signer = withCertificate(weighed.device.signer, weighed.device.certificate);
  const { requestId } = weighed.request;
  const cose = await makePayment({ issuedAtS, counter, points, cumulative, requestId, previous }, signer);
  const id = await idOf(cose);
  const row: PaymentRow = {
    id: hexFromBytes(id),
    requestId: hexFromBytes(requestId),
    request,
    cose,
    content,
    payer: hexFromBytes(signer.publicKey),
    madeAtMs,
  };
  const written = await store.write(async ({ counters, payments, meta }) => {
    // Another tab without Web Locks: nothing was shown, so nothing is lost by trying again.
    if ((await counters.next(COUNTER)) !== counter) return false;
    await meta.put('spending', { epoch, cumulative, previous: id.slice(0, 8) });
    await payments.put(row);
    return true;
  });
  if (!written.ok) return written;
  if (!written.value) throw new Error('bug: the counter moved while its lock was held');
  deps.broadcast.changed('activity', 'programmes');
  return ok(row);
}

function contentOf(
  { request, own, terms }: WeighedRequest,
  counter: number,
  madeAtMs: number,
): PaymentContent {
  const { merchant } = request;
  const { points, amountMinor } = request.request;
  return {
    merchantId: hexFromBytes(merchant.merchantId),
    merchantSlug: merchant.slug,
    merchantName: merchant.name,
    currency: merchant.currency,
    amountMinor,
    points,
    programmeId: terms.programmeId,
    unit: terms.unit,
    scale: terms.scale,
    issuedAtS: Math.floor(madeAtMs / 1_000),
    counter,
    epoch: own.mark.epoch,
    cumulative: own.mark.cumulative + points,
    previous: own.mark.previous,
  };
}

async function idOf(cose: Bytes): Promise<Bytes> {
  const opened = openMessage(cose);
  assert(opened.ok, 'a payment just signed opens');
  return messageIdOf(opened.value.sign1);
}
