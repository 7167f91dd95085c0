import type { Locale } from '#base/locale.ts';
import { type Refusal, type Result, err } from '#base/result.ts';
import { assert } from '#base/assert.ts';
import type { Outcome } from '#bridge/common-views.ts';
import type { PresentedVoucher, ReadReceipt } from '#bridge/wallet-api.ts';
import type { WalletPayApi } from '#bridge/wallet-pay.ts';
import { MESSAGE_TYPE } from '#protocol/messages.ts';
import { type OpenedMessage, claimsOf, openMessage } from '#protocol/open-message.ts';
import { VOID_RECEIPT } from '#protocol/pay-receipt.ts';
import { outcomeError, refused } from '#worker/shared/refusal-view.ts';
import { paymentEntry, visitEntry } from './activity-view.ts';
import { spendingView } from './allowance.ts';
import { type ChallengeAnswer, challengeAsk } from './answer-challenge.ts';
import { checkIn } from './check-in.ts';
import type { CodeDrawer } from './code-drawer.ts';
import { takePaymentAnswer } from './file-payment.ts';
import { confirmPayment, paymentCode } from './pay.ts';
import { readRequest, weighRequest } from './pay-ask.ts';
import { showVoucher } from './show-voucher.ts';
import { voucherKeyOf, voucherViews } from './voucher-view.ts';
import type { WalletParts } from './wallet-parts.ts';
import { readWorld } from './wallet-world.ts';

/** Runs what spends only while the person's lock is open. */
export type Gated = <T>(spend: () => Promise<Outcome<T>>) => Promise<Outcome<T>>;

/** Spending without a signal: what a till asks for, and what this phone answers. */
export function payApi(parts: WalletParts, drawer: CodeDrawer, gated: Gated): WalletPayApi<PresentedVoucher> {
  return {
    confirmPayment: (text, locale) => gated(async () => outcome(await confirmPayment(parts, text, locale))),
    paymentCode: (paymentId, locale) =>
      gated(async () => outcome(await paymentCode(parts, paymentId, locale))),
    answerChallenge: (text, voucherKey, locale) =>
      gated(() => answerChallenge(parts, drawer, { text, voucherKey, locale })),
    spending: () => spendingView(parts.deps),
  };
}

const SPENDING_TYPES: readonly number[] = [
  MESSAGE_TYPE.payRequest,
  MESSAGE_TYPE.challenge,
  MESSAGE_TYPE.payReceipt,
  MESSAGE_TYPE.voidReceipt,
  MESSAGE_TYPE.poster,
];

/** Reads a code about spending or a poster; `undefined` for every other one. */
export async function readSpendingCode(
  parts: WalletParts,
  text: string,
  locale: Locale,
): Promise<Outcome<ReadReceipt> | undefined> {
  const opened = openMessage(text);
  if (!opened.ok || !SPENDING_TYPES.includes(opened.value.claims.type)) return undefined;
  if (opened.value.claims.type === MESSAGE_TYPE.voidReceipt && !voidsPayment(opened.value)) return undefined;
  switch (opened.value.claims.type) {
    case MESSAGE_TYPE.poster:
      return outcome(await readPoster(parts, text, locale));
    case MESSAGE_TYPE.payReceipt:
    case MESSAGE_TYPE.voidReceipt:
      return outcome(await readAnswer(parts, text, locale));
    default:
      return outcome(await readAsk(parts, text, locale));
  }
}

/** A void receipt names points when it takes a payment back, and none when it takes back a sale. */
function voidsPayment(opened: OpenedMessage): boolean {
  const read = claimsOf(VOID_RECEIPT, opened);
  return read.ok && read.value.value.points > 0;
}

async function readAsk(
  { deps, folds }: WalletParts,
  text: string,
  locale: Locale,
): Promise<Result<ReadReceipt, Refusal>> {
  const read = await readRequest(deps, text);
  if (!read.ok) return read;
  const world = await readWorld(deps, folds, locale);
  if (read.value.kind === 'challenge')
    return { ok: true, value: { kind: 'challenge', text, challenge: challengeAsk(world, read.value) } };
  const weighed = await weighRequest(deps, world, read.value);
  if (!weighed.ok) return weighed;
  const { ask, paid } = weighed.value;
  const paymentId = paid === undefined ? {} : { paymentId: paid.id };
  return { ok: true, value: { kind: 'pay_request', text, ask, ...paymentId } };
}

async function readAnswer(
  { deps, folds }: WalletParts,
  text: string,
  locale: Locale,
): Promise<Result<ReadReceipt, Refusal>> {
  const taken = await takePaymentAnswer(deps, text);
  if (!taken.ok) return taken;
  const world = await readWorld(deps, folds, locale);
  const row = world.holdings.payments.find(({ id }) => id === taken.value.paymentId);
  assert(row !== undefined, 'a payment that was answered is held');
  const kind = taken.value.kind === 'payment_known' ? 'known' : taken.value.kind;
  return { ok: true, value: { kind, entry: paymentEntry(world, row) } };
}

async function readPoster(
  { deps, folds }: WalletParts,
  text: string,
  locale: Locale,
): Promise<Result<ReadReceipt, Refusal>> {
  const checked = await checkIn(deps, text);
  if (!checked.ok) return checked;
  const { visit, again } = checked.value;
  const entry = visitEntry(await readWorld(deps, folds, locale), visit);
  return { ok: true, value: { kind: 'visited', entry, placeName: visit.placeName, again } };
}

async function answerChallenge(
  { deps, folds }: WalletParts,
  drawer: CodeDrawer,
  { text, voucherKey, locale }: ChallengeAnswer,
): Promise<Outcome<PresentedVoucher>> {
  const read = await readRequest(deps, text);
  if (!read.ok) return outcomeError(read.error);
  if (read.value.kind !== 'challenge') return outcomeError(err({ kind: 'wrong_type' }).error);
  const { nonce } = read.value.challenge;
  const rows = await deps.stores.store.read(({ vouchers }) => vouchers.all());
  const row = rows.find((voucher) => voucherKeyOf(voucher) === voucherKey);
  if (row === undefined) return refused('voucher_not_ready');
  const code = await showVoucher(deps, drawer, row, nonce);
  if (!code.ok) return code;
  const voucher = voucherViews(await readWorld(deps, folds, locale)).find(({ key }) => key === voucherKey);
  assert(voucher !== undefined, 'a voucher that was presented is still there');
  // It answers one question: it is good as long as that one is open, and needs no successor.
  return { ok: true, value: { code: { text: code.value.text, madeAtMs: code.value.madeAtMs }, voucher } };
}

function outcome<T>(result: Result<T, Refusal>): Outcome<T> {
  return result.ok ? result : outcomeError(result.error);
}
