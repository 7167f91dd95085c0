import { bytesFromHex } from '#base/bytes.ts';
import { assert } from '#base/assert.ts';
import { riskOf } from '#protocol/risk.ts';
import type { KnownStatus, TerminalPolicy } from '#protocol/verdict.ts';
import type { ClockMarks } from '#storage/meta-store.ts';
import type { Till } from './till.ts';

/** Codes are signed anew every 15 s while on the screen: src/protocol/README.md, "Freshness and replay". */
const MAX_SKEW_S = 45;

/** What a till goes by besides itself. */
export interface TillKnowledge {
  readonly clock: ClockMarks | undefined;
  readonly status: KnownStatus;
}

/** What this till may accept now: every limit is its own certificate's. */
export function terminalPolicy(
  till: Till,
  { clock, status }: TillKnowledge,
  saleMinor: number | undefined,
): TerminalPolicy {
  const merchantId = bytesFromHex(till.identity.merchantId);
  assert(merchantId !== undefined, 'a stored merchant id is hex');
  const risk = riskOf(till.certificate);
  return {
    merchantId,
    trustList: till.trustList,
    serverKeys: till.serverKeys,
    ownCertificate: till.certificate,
    maxSkewS: MAX_SKEW_S,
    lastSyncMs: clock?.lastSyncMs ?? 0,
    maxOfflineMs: risk.mostOfflineS * 1_000,
    risk,
    status,
    ...(saleMinor === undefined ? {} : { saleMinor }),
  };
}
