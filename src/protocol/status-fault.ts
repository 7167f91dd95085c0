// Step 14 of the order of refusals.
import type { DeviceCertificate, Voucher } from './messages.ts';
import { statusAt } from './status-list.ts';
import { findMerchant } from './trust-list.ts';
import type { KnownStatus, TerminalPolicy } from './verdict.ts';

/** What a verifier knows of lists. */
interface StatusSituation {
  readonly policy: Pick<TerminalPolicy, 'trustList' | 'status'>;
  readonly nowMs: number;
}

type StatusFault = 'revoked' | 'status_stale';

/** Of a voucher, by its merchant's list. `undefined` also without an index, or without status in the policy. */
export function voucherStatusFault(
  { statusIndex, merchantId }: Voucher,
  { policy, nowMs }: StatusSituation,
): StatusFault | undefined {
  const listNumber = findMerchant(policy.trustList, merchantId)?.statusListNumber;
  return faultAt(policy.status, { listNumber, index: statusIndex }, nowMs);
}

/** Of a device certificate. */
export function deviceStatusFault(
  { statusIndex }: DeviceCertificate,
  { policy, nowMs }: StatusSituation,
): StatusFault | undefined {
  const listNumber = policy.status?.deviceListNumber;
  return faultAt(policy.status, { listNumber, index: statusIndex }, nowMs);
}

interface Entry {
  readonly listNumber: number | undefined;
  readonly index: number | undefined;
}

function faultAt(
  known: KnownStatus | undefined,
  { listNumber, index }: Entry,
  nowMs: number,
): StatusFault | undefined {
  if (known === undefined || index === undefined) return undefined;
  const list = listNumber === undefined ? undefined : known.lists.get(listNumber);
  if (list === undefined) return 'status_stale';
  const status = statusAt(list, index);
  // What was revoked once stays so, however old the list is.
  if (status !== undefined && status !== 0) return 'revoked';
  const endsMs = Math.min(list.issuedAtS * 1000 + known.maxAgeMs, (list.expiresAtS ?? Infinity) * 1000);
  return status === undefined || nowMs > endsMs ? 'status_stale' : undefined;
}
