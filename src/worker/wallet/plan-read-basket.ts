import { type Refusal, type Result, err, ok } from '#base/result.ts';
import type { Basket } from '#bridge/wallet-plan.ts';
import { bytesFromCode } from '#protocol/code.ts';
import { MESSAGE_TYPE } from '#protocol/messages.ts';
import { openMessage } from '#protocol/open-message.ts';
import { verifyReceipt } from '#protocol/verify-receipt.ts';
import type { WalletDeps } from './wallet-deps.ts';

/**
 * The purchase of a receipt, whoever's it is and however old: its lines are facts to plan with, not a claim. It is verified
 * all the same, because only a proven certificate says which merchant it is. Refusals: `code_not_for_wallet` for any code
 * that states no purchase (a request to pay has an amount, but no lines), those of codes and of `verifyReceipt`.
 */
export async function readBasket(
  { catalogue, around }: Pick<WalletDeps, 'catalogue' | 'around'>,
  text: string,
): Promise<Result<Basket, Refusal>> {
  const bytes = bytesFromCode(text);
  if (!bytes.ok) return bytes;
  const opened = openMessage(bytes.value);
  if (!opened.ok) return opened;
  const { type } = opened.value.claims;
  if (type !== MESSAGE_TYPE.earnReceipt && type !== MESSAGE_TYPE.redemptionReceipt)
    return err({ kind: 'code_not_for_wallet' });
  const trustList = (await catalogue.current())?.trustList;
  const verified = await verifyReceipt(opened.value, { trustList, nowMs: around.clock.nowMs() });
  if (!verified.ok) return verified;
  const { merchant, receipt } = verified.value;
  const { facts } = receipt;
  if (facts?.kind !== 'purchase' || facts.lines.length === 0) return err({ kind: 'code_not_for_wallet' });
  return ok({
    merchantSlug: merchant.slug,
    lines: facts.lines,
    ...(facts.payWith === undefined ? {} : { payWith: facts.payWith }),
  });
}
