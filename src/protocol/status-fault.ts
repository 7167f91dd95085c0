// Step 14 of the order of refusals.
import type { DeviceCertificate, Voucher } from './messages.ts';
import { locateStatus, statusAt } from './status-list.ts';
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
  const firstNumber = findMerchant(policy.trustList, merchantId)?.statusListNumber;
  return faultAt(policy.status, { firstNumber, statusIndex }, nowMs);
}

/** Of a device certificate. */
export function deviceStatusFault(
  { statusIndex }: DeviceCertificate,
  { policy, nowMs }: StatusSituation,
): StatusFault | undefined {
  const firstNumber = policy.status?.deviceListNumber;
  return faultAt(policy.status, { firstNumber, statusIndex }, nowMs);
}

interface Entry {
  readonly firstNumber: number | undefined;
  readonly statusIndex: number | undefined;
}

function faultAt(
  known: KnownStatus | undefined,
  { firstNumber, statusIndex }: Entry,
  nowMs: number,
): StatusFault | undefined {
  if (known === undefined || statusIndex === undefined) return undefined;
  if (firstNumber === undefined) return 'status_stale';
  const { listNumber, index } = locateStatus(firstNumber, statusIndex);
  const list = known.lists.get(listNumber);
  if (list === undefined) return 'status_stale';
  const status = statusAt(list, index);
  // What was revoked once stays so, however old the list is.
  if (status !== undefined && status !== 0) return 'revoked';
  const endsMs = Math.min(list.issuedAtS * 1000 + known.maxAgeMs, (list.expiresAtS ?? Infinity) * 1000);
  return status === undefined || nowMs > endsMs ? 'status_stale' : undefined;
}
