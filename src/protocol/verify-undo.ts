import type { Result } from '#base/result.ts';
import { type OpenedMessage, claimsOf } from './open-message.ts';
import type { VoidReceipt } from './pay-messages.ts';
import { VOID_RECEIPT } from './pay-receipt.ts';
import type { ProtocolRefusal } from './refusal.ts';
import type { VerifiedReceipt } from './verdict.ts';
import { type ReceiptTrust, proveOrigin } from './verify-receipt.ts';

/**
 * Steps 7 to 9 for a void receipt, alike in the wallet and on the server. Whose receipt it takes back, and whether so
 * much is left of it, only the holder of that receipt can say.
 */
export async function verifyUndo(
  opened: OpenedMessage,
  trust: ReceiptTrust,
): Promise<Result<VerifiedReceipt<VoidReceipt>, ProtocolRefusal>> {
  const read = claimsOf(VOID_RECEIPT, opened);
  if (!read.ok) return read;
  return proveOrigin(opened, read.value.value, { ...trust, needed: ['void'] });
}
