import { type Refusal, type Result, err, ok } from '#base/result.ts';
import { hexFromBytes } from '#base/bytes.ts';
import type { PaymentAsk } from '#bridge/wallet-pay.ts';
import { type PayTerms, payTermsOf } from '#loyalty/ledger/pay-terms.ts';
import { CLOCK_TOLERANCE_MS } from '#protocol/certificate-life.ts';
import { type RequestVerdict, verifyRequestAtWallet } from '#protocol/verify-pay-at-wallet.ts';
import type { PaymentRow } from '#storage/payment-store.ts';
import { type OwnAllowance, ownAllowance, pointsLeft } from './allowance.ts';
import { type EnrolledDevice, enrolledDevice } from './enrol.ts';
import { unitName } from './programme-words.ts';
import type { WalletDeps } from './wallet-deps.ts';
import type { WalletWorld } from './wallet-world.ts';

export type GenuineRequest = Extract<RequestVerdict, { readonly kind: 'pay_request' }>;
export type GenuineChallenge = Extract<RequestVerdict, { readonly kind: 'challenge' }>;

/** Refusals: steps 1 to 9 of the protocol, `stale`, `from_future`. */
export async function readRequest(
  deps: WalletDeps,
  text: string,
): Promise<Result<GenuineRequest | GenuineChallenge, Refusal>> {
  const trusted = await deps.catalogue.current();
  const policy = trusted === undefined ? {} : { trustList: trusted.trustList };
  const verdict = await verifyRequestAtWallet(text, policy, deps.around.clock);
  return verdict.kind === 'refused' ? err({ kind: verdict.refusal.kind }) : ok(verdict);
}

/** A request with everything that decides whether it can be paid. */
export interface WeighedRequest {
  readonly request: GenuineRequest;
  readonly device: EnrolledDevice;
  readonly own: OwnAllowance;
  readonly terms: PayTerms;
  /** The payment that it got before. */
  readonly paid?: PaymentRow;
  /** Why it cannot be paid: the first of `PAY_REFUSALS` that holds. */
  readonly trouble?: { readonly kind: string };
  readonly ask: PaymentAsk;
}

/** Refusals: `not_enrolled`, `points_not_taken` (this wallet does not know which points the merchant means). */
export async function weighRequest(
  deps: WalletDeps,
  world: WalletWorld,
  request: GenuineRequest,
): Promise<Result<WeighedRequest, Refusal>> {
  const device = await enrolledDevice(deps);
  const own = device === undefined ? undefined : await ownAllowance(deps, device);
  if (device === undefined || own === undefined) return err({ kind: 'not_enrolled' });
  const { merchant } = request;
  const terms = payTermsOf(world.catalogue.programmes, merchant.slug, Math.floor(world.nowMs / 1_000));
  if (terms === undefined) return err({ kind: 'points_not_taken' });
  const requestId = hexFromBytes(request.requestId);
  const paid = answerTo(requestId, own.payments);
  const purse = purseOf(world, own, terms);
  const trouble =
    paid === undefined ? await troubleWith(deps, { request, device, own, terms }, purse) : undefined;
  const programme = world.catalogue.programmes.find(({ id }) => id === terms.programmeId);
  const points = paid === undefined ? request.request.points : 0;
  const ask: PaymentAsk = {
    merchantName: merchant.name,
    points: request.request.points,
    unitName: programme === undefined ? '' : unitName(programme, terms.unit, world),
    value: { amountMinor: request.request.amountMinor, currency: merchant.currency },
    remaining: Math.max(0, purse - points),
    allowanceLeft: Math.max(0, pointsLeft(own, terms.programmeId, terms.programmeNumber) - points),
    ...(trouble === undefined ? {} : { trouble }),
  };
  return ok({
    request,
    device,
    own,
    terms,
    ask,
    ...(paid === undefined ? {} : { paid }),
    ...(trouble === undefined ? {} : { trouble }),
  });
}

/** Of two phones that have answered one request the till took one: that is the payment. */
function answerTo(requestId: string, payments: readonly PaymentRow[]): PaymentRow | undefined {
  const answers = payments.filter((row) => row.requestId === requestId);
  return answers.find(({ receipt }) => receipt !== undefined) ?? answers[0];
}

/** A payment that no till has answered still counts as spent for as long as it could be reported. */
const UNANSWERED_MS = 10 * 24 * 3_600_000;

/** Whole points that are there to spend. */
function purseOf({ joined, nowMs }: WalletWorld, { payments }: OwnAllowance, terms: PayTerms): number {
  const fold = joined.find(({ programme }) => programme.id === terms.programmeId)?.fold;
  const qty = fold?.state.balance[terms.unit] ?? 0;
  const open = payments.filter(
    ({ requestId, receipt, content, madeAtMs }) =>
      receipt === undefined &&
      content.programmeId === terms.programmeId &&
      nowMs - madeAtMs < UNANSWERED_MS &&
      answerTo(requestId, payments)?.receipt === undefined,
  );
  return Math.floor(qty / 10 ** terms.scale) - open.reduce((sum, { content }) => sum + content.points, 0);
}

/** In this order: `clock_behind`, `cert_expired`, `key_not_stored`, `revoked`, `limit_wallet`, `limit_tx`, `points_missing`. */
async function troubleWith(
  { stores, around }: WalletDeps,
  { request, device, own, terms }: Pick<WeighedRequest, 'request' | 'device' | 'own' | 'terms'>,
  purse: number,
): Promise<{ readonly kind: string } | undefined> {
  const nowMs = around.clock.nowMs();
  const marks = await stores.store.read(({ meta }) => meta.get('clock'));
  const { allowance, assurance } = own.certificate;
  const { points } = request.request;
  if (nowMs < (marks?.highWaterMarkMs ?? 0) - CLOCK_TOLERANCE_MS) return { kind: 'clock_behind' };
  if (device.certificateUntilMs <= nowMs) return { kind: 'cert_expired' };
  if (assurance === 'soft') return { kind: 'key_not_stored' };
  if (own.isStopped) return { kind: 'revoked' };
  if (points > pointsLeft(own, terms.programmeId, terms.programmeNumber)) return { kind: 'limit_wallet' };
  if (points > (allowance?.perTransaction ?? 0)) return { kind: 'limit_tx' };
  return points > purse ? { kind: 'points_missing' } : undefined;
}
