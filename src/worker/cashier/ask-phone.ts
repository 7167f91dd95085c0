// Codes that a phone must answer: a pay request, or a challenge before a voucher of value.
import type { SaleDraft } from '#bridge/cashier-api.ts';
import type { PayOfferView, PayRequestCode } from '#bridge/cashier-pay.ts';
import type { CodeView, RefusalView } from '#bridge/common-views.ts';
import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import { assert } from '#base/assert.ts';
import { type Result, err, ok } from '#base/result.ts';
import { makeChallenge, makePayRequest } from '#protocol/challenge.ts';
import { codeFromBytes } from '#protocol/code.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { openMessage } from '#protocol/open-message.ts';
import { type ShownChallenge, rememberChallenge } from '#protocol/open-nonces.ts';
import { ANSWER_TIME_S, type Challenge } from '#protocol/pay-messages.ts';
import type { PayDeps } from './deps.ts';
import { offerFor, offerView } from './pay-offer.ts';
import { tillReference } from './receipt-writer.ts';
import { SALE_LOCK } from './sale-lock.ts';
import { unfitFor } from './till-fitness.ts';

/** What points could pay of this sale; nothing is signed. Refusals: `not_enrolled`, those of `offerFor`. */
export async function payOffer(
  deps: PayDeps,
  sale: SaleDraft,
  wantedMinor: number,
): Promise<Result<PayOfferView, RefusalView>> {
  const till = await deps.findTill();
  if (!till.ok) return till;
  const offer = offerFor(till.value, { sale, wantedMinor }, deps.clock.nowMs());
  return offer.ok ? ok(offerView(till.value, offer.value)) : offer;
}

/** Its nonce and number are on the disk before the code exists. Refusals: those of `payOffer`, `cert_*`, those of the storage. */
export async function requestPayment(
  deps: PayDeps,
  sale: SaleDraft,
  wantedMinor: number,
): Promise<Result<PayRequestCode, RefusalView>> {
  const till = await deps.findTill();
  if (!till.ok) return till;
  const nowMs = deps.clock.nowMs();
  const unfit = unfitFor(till.value, ['pay'], nowMs);
  if (unfit !== undefined) return err(unfit);
  const offer = offerFor(till.value, { sale, wantedMinor }, nowMs);
  if (!offer.ok) return offer;
  const { points, valueMinor: amountMinor } = offer.value.offer;
  const shown = await show(deps, async (asked) => {
    const reference = tillReference(till.value.identity.tillNumber, asked.sequence);
    const bytes = await makePayRequest({ ...asked, points, amountMinor, reference }, till.value.signer);
    const messageId = await idOf(bytes);
    deps.requests.keep(hexFromBytes(messageId), { bytes, amountMinor });
    return { bytes, request: { messageId, points } };
  });
  if (!shown.ok) return shown;
  return ok({
    ...offerView(till.value, offer.value),
    code: shown.value,
    untilMs: shown.value.madeAtMs + ANSWER_TIME_S * 1_000,
  });
}

/** Refusals: `not_enrolled`, `cert_*`, those of the storage. */
export async function askForProof(deps: PayDeps): Promise<Result<CodeView, RefusalView>> {
  const till = await deps.findTill();
  if (!till.ok) return till;
  const unfit = unfitFor(till.value, ['redeem'], deps.clock.nowMs());
  if (unfit !== undefined) return err(unfit);
  return show(deps, async (asked) => ({ bytes: await makeChallenge(asked, till.value.signer) }));
}

interface Made {
  readonly bytes: Bytes;
  readonly request?: NonNullable<ShownChallenge['request']>;
}

/** Numbers it, signs it, stores its nonce, and only then gives it out. */
function show(
  { stores, keeper, exclusive, clock, random }: PayDeps,
  make: (asked: Challenge) => Promise<Made>,
): Promise<Result<CodeView, RefusalView>> {
  const { store } = stores;
  return exclusive.run(SALE_LOCK, async () => {
    const nowMs = clock.nowMs();
    const sequence = ((await store.read(({ till }) => till.get('requests'))) ?? 0) + 1;
    const issuedAtS = Math.floor(nowMs / 1_000);
    const nonce = random.bytes(8);
    const made = await make({ issuedAtS, expiresAtS: issuedAtS + ANSWER_TIME_S, nonce, sequence });
    const known = await keeper.current();
    const request = made.request === undefined ? {} : { request: made.request };
    const after = rememberChallenge(known.state, { nonce, ...request }, clock.monotonicMs());
    const saved = await store.write(async (repositories) => {
      const kept = await keeper.save(repositories, known, after, nowMs);
      if (kept !== undefined) await repositories.till.put('requests', sequence);
      return kept;
    });
    if (!saved.ok) return saved;
    if (saved.value === undefined) return err({ kind: 'reading_gone' });
    keeper.adopt(saved.value);
    return ok({ text: codeFromBytes(made.bytes), madeAtMs: nowMs });
  });
}

async function idOf(bytes: Bytes): Promise<Bytes> {
  const opened = openMessage(bytes);
  assert(opened.ok, 'a request just signed opens');
  return messageIdOf(opened.value.sign1);
}
