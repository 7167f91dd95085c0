import { messageIdOf } from '#protocol/cose-sign1.ts';
import type { MessageId, VoucherId } from '#protocol/messages.ts';
import { openAs } from '#protocol/open-message.ts';
import { PRESENTATION } from '#protocol/presentation.ts';
import { REFUSAL_ORDER, type RefusalKind } from '#protocol/refusal.ts';
import { VOUCHER } from '#protocol/voucher.ts';

/** From this step on the verifier has seen that the message is signed by the key it names. */
const FIRST_STEP_OF_THE_GENUINE = 10;

/**
 * The presentation behind a refusal, when it was a genuine one: only then may this till sign a statement about it.
 * `undefined` for a pass, and for anything that was refused before its signature held.
 */
export async function refusedPresentationOf(
  text: string,
  refusal: RefusalKind,
): Promise<{ readonly messageId: MessageId; readonly voucherId: VoucherId } | undefined> {
  if (stepOf(refusal) < FIRST_STEP_OF_THE_GENUINE) return undefined;
  const presentation = openAs(PRESENTATION, text);
  if (!presentation.ok) return undefined;
  const voucher = openAs(VOUCHER, presentation.value.value.voucher);
  if (!voucher.ok) return undefined;
  return {
    messageId: await messageIdOf(presentation.value.sign1),
    voucherId: voucher.value.value.voucherId,
  };
}

function stepOf(refusal: RefusalKind): number {
  return REFUSAL_ORDER.find(({ kinds }) => (kinds as readonly RefusalKind[]).includes(refusal))?.step ?? 0;
}
