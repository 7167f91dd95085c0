import { type Result, err, ok } from '#base/result.ts';
import type { CodeView, RefusalView } from '#bridge/common-views.ts';
import { codeFromBytes } from '#protocol/code.ts';
import type { RedemptionResult } from '#protocol/messages.ts';
import { makeRedemptionReceipt } from '#protocol/redemption-receipt.ts';
import type { SaleDeps } from './deps.ts';
import { unfitFor } from './till-fitness.ts';

/** What the customer's screen is told for each reason of the cashier's; a reason without one has no code. */
const SPOKEN: Readonly<Record<string, Exclude<RedemptionResult, 'accepted'>>> = {
  already_used_here: 'already_used_here',
  limit_sales: 'limit',
  limit_voucher: 'limit',
  expired: 'expired',
  revoked: 'revoked',
  min_spend: 'min_spend',
  wrong_merchant: 'wrong_merchant',
  wrong_terminal: 'wrong_merchant',
  limit_tx: 'limit',
  limit_wallet: 'limit',
  limit_terminal: 'limit',
  offline_too_long: 'limit',
  online_required: 'limit',
};

export function canBeSpoken(refusal: string): boolean {
  return Object.hasOwn(SPOKEN, refusal);
}

/**
 * Signs why this till refused a genuine presentation, for the customer's own screen. It is no event of the ledger:
 * nothing is stored, and the till's count does not move. Refusals: `reading_gone`, `not_enrolled`, `cert_expired`,
 * `cert_perm`.
 */
export async function refusalCode(deps: SaleDeps, readingId: string): Promise<Result<CodeView, RefusalView>> {
  const reading = deps.readings.get(readingId);
  const refusal = reading === undefined || reading.kind === 'member' ? undefined : reading.refusal;
  const result = refusal === undefined ? undefined : SPOKEN[refusal];
  if (reading === undefined || result === undefined) return err({ kind: 'reading_gone' });
  const till = await deps.findTill();
  if (!till.ok) return till;
  const madeAtMs = deps.clock.nowMs();
  const unfit = unfitFor(till.value, ['redeem'], madeAtMs);
  if (unfit !== undefined) return err(unfit);
  const bytes = await makeRedemptionReceipt(
    {
      issuedAtS: Math.floor(madeAtMs / 1_000),
      sequence: 0,
      result,
      presentationId: reading.messageId,
      discountMinor: 0,
      usesLeft: 0,
      previous: new Uint8Array(8),
    },
    till.value.signer,
  );
  return ok({ text: codeFromBytes(bytes), madeAtMs });
}
