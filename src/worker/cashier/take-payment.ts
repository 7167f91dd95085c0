import type { TillReading } from '#bridge/cashier-api.ts';
import type { RefusalView } from '#bridge/common-views.ts';
import { type Bytes, hexFromBytes } from '#base/bytes.ts';
import { type Result, err, ok } from '#base/result.ts';
import { bytesFromCode } from '#protocol/code.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { MESSAGE_TYPE } from '#protocol/messages.ts';
import { openMessage } from '#protocol/open-message.ts';
import { makePayReceipt } from '#protocol/pay-receipt.ts';
import type { AcceptedPayment } from '#protocol/verdict.ts';
import { verifyAtTerminal } from '#protocol/verify-at-terminal.ts';
import { memberNameOf } from '#worker/shared/member-name.ts';
import type { PayDeps } from './deps.ts';
import { payTermsOfTill } from './pay-offer.ts';
import type { ReceiptPlan } from './receipt-writer.ts';
import { receiptView } from './record-view.ts';
import type { KnownReplay } from './replay-keeper.ts';
import { terminalPolicy } from './terminal-policy.ts';
import type { Till } from './till.ts';

/** Whether a scanned text is a payment: that one answers a request, so it is taken without another decision. */
export function isPayment(text: string): boolean {
  const opened = openMessage(text.trim());
  return opened.ok && opened.value.claims.type === MESSAGE_TYPE.payment;
}

/**
 * Takes a payment: what it spends, the receipt for it and the journal record are on the disk together, or none of them. The
 * same payment again gives the same receipt. Refusals: steps 1 to 16 of the protocol, `not_enrolled`, those of the storage.
 */
export async function takePayment(deps: PayDeps, scanned: string): Promise<Result<TillReading, RefusalView>> {
  const text = scanned.trim();
  const till = await deps.findTill();
  if (!till.ok) return till;
  const opened = openMessage(text);
  if (!opened.ok) return err({ kind: opened.error.kind });
  const paymentId = hexFromBytes(await messageIdOf(opened.value.sign1));
  const before = await deps.stores.store.read(({ receipts }) => receipts.answerTo(paymentId));
  const answered = await deps.writer.answer<RefusalView>(paymentId, () => planFor(deps, till.value, text));
  if (!answered.ok) return answered;
  const receipt = receiptView(answered.value, till.value.merchant.currency, undefined);
  return ok({ kind: before === undefined ? 'paid' : 'repeat', receipt });
}

async function planFor(deps: PayDeps, till: Till, text: string): Promise<Result<ReceiptPlan, RefusalView>> {
  const known = await deps.keeper.current();
  const terms = payTermsOfTill(till, deps.clock.nowMs());
  const policy = {
    ...terminalPolicy(till, await deps.knowledge(), undefined),
    ...(terms === undefined ? {} : { payProgrammeNumber: terms.programmeNumber }),
  };
  const { verdict, state } = await verifyAtTerminal(text, known.state, policy, deps.clock);
  if (verdict.kind === 'refused') return err({ kind: verdict.refusal.kind });
  if (verdict.kind !== 'accepted_provisional' || verdict.accepted.type !== 'payment')
    return err({ kind: 'reading_gone' });
  const { accepted } = verdict;
  const request = deps.requests.get(hexFromBytes(accepted.payment.requestId));
  const payment = bytesFromCode(text);
  if (request === undefined || !payment.ok) return err({ kind: 'challenge_mismatch' });
  return ok(
    planPayment(till, accepted, {
      request: request.bytes,
      payment: payment.value,
      amountMinor: request.amountMinor,
      replay: { before: known, after: state },
    }),
  );
}

interface Taken {
  readonly request: Bytes;
  readonly payment: Bytes;
  readonly amountMinor: number;
  readonly replay: { readonly before: KnownReplay; readonly after: KnownReplay['state'] };
}

function planPayment(
  { signer }: Till,
  { payment, device, messageId: paymentId }: AcceptedPayment,
  taken: Taken,
): ReceiptPlan {
  const { points } = payment;
  return {
    signer,
    make: ({ sequence, previous, atMs }) =>
      makePayReceipt({ issuedAtS: Math.floor(atMs / 1_000), sequence, previous, paymentId, points }, signer),
    parts: (receipt) => [taken.request, taken.payment, receipt],
    shown: {
      kind: 'pay',
      totalMinor: taken.amountMinor,
      points,
      memberName: memberNameOf(hexFromBytes(device.memberId)),
    },
    replay: taken.replay,
  };
}
