import { sha256HexOfText } from '#base/sha256.ts';
import type { VoucherInstance } from '#loyalty/engine/outcome.ts';

const HEX_DIGITS = 16;

/**
 * Short name of a voucher in somebody's hands: 16 hex digits that follow from its member and the engine's stable key. The
 * server writes it into the credential (`instanceKey`), the wallet finds the instance of its own fold by it; the key itself
 * is too long for a code on a screen.
 */
export function voucherName(instance: Pick<VoucherInstance, 'member' | 'key'>): string {
  return sha256HexOfText(`${instance.member}\n${instance.key}`).slice(0, HEX_DIGITS);
}
