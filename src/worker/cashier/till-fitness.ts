import { lifeFault } from '#protocol/certificate-life.ts';
import { permissionFault } from '#protocol/chain.ts';
import type { TerminalPermission } from '#protocol/messages.ts';
import type { RefusalKind } from '#protocol/refusal.ts';
import type { Till } from './till.ts';

/** Why this till's own certificate does not let it sign such a receipt now; no wallet would accept it either. */
export function unfitFor(
  { certificate }: Till,
  permissions: readonly TerminalPermission[],
  nowMs: number,
): { readonly kind: RefusalKind } | undefined {
  const kind = lifeFault(certificate, nowMs) ?? permissionFault(certificate, permissions);
  return kind === undefined ? undefined : { kind };
}
