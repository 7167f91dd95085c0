// Tills that the operator has struck off, as the trust list tells wallets: the server credits nothing that such a till signs
// from then on, so a wallet counts nothing of it either.
import type { TrustList } from './messages.ts';
import type { TerminalOrigin } from './verdict.ts';

/**
 * Whether what this till signed at `atS` counts for nobody. One that another till has added falls with it, as long as it shows
 * that till's signature: whom the operator stands by has a certificate of the root.
 */
export function isTillRevoked(
  trustList: TrustList | undefined,
  { certificate, delegatedBy }: TerminalOrigin,
  atS: number,
): boolean {
  const serials = [certificate.serial, ...(delegatedBy === undefined ? [] : [delegatedBy.serial])];
  const revoked = trustList?.revokedTills ?? [];
  return revoked.some(({ serial, fromS }) => serials.includes(serial) && atS >= fromS);
}
