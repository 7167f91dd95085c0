import { bytesFromHex } from '#base/bytes.ts';
import { assert } from '#base/assert.ts';
import type { TerminalPolicy } from '#protocol/verdict.ts';
import type { ClockMarks } from '#storage/meta-store.ts';
import type { Till } from './till.ts';

/** Codes are re-signed every 15 s while on screen (protocol design 3.5). */
const MAX_SKEW_S = 45;
/** Vouchers are taken for three days without the server (protocol design 3.7). */
const MAX_OFFLINE_MS = 72 * 3_600_000;

/** What this till may accept now. */
export function terminalPolicy(
  till: Till,
  clock: ClockMarks | undefined,
  saleMinor: number | undefined,
): TerminalPolicy {
  const merchantId = bytesFromHex(till.identity.merchantId);
  assert(merchantId !== undefined, 'a stored merchant id is hex');
  return {
    merchantId,
    trustList: till.trustList,
    serverKeys: [till.serverKey],
    ownCertificate: till.certificate,
    maxSkewS: MAX_SKEW_S,
    lastSyncMs: clock?.lastSyncMs ?? 0,
    maxOfflineMs: MAX_OFFLINE_MS,
    ...(saleMinor === undefined ? {} : { saleMinor }),
  };
}
