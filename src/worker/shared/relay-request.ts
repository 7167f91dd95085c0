import { PROTOCOL_VERSION } from '#api/limits.ts';
import type { SyncRequest } from '#api/sync.ts';
import type { StoredPosition } from '#storage/meta-store.ts';

/** A call that brings only what another device has sealed. What this one has not heard yet stays where it is: only the sync itself moves the cursor. */
export function relayRequest(
  position: StoredPosition | undefined,
  relay: NonNullable<SyncRequest['relay']>,
): SyncRequest {
  return {
    v: PROTOCOL_VERSION,
    epoch: 0,
    cursor: position?.cursor ?? 0,
    ...(position?.serverEpoch === undefined ? {} : { serverEpoch: position.serverEpoch }),
    records: [],
    relay,
  };
}
