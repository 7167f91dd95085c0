import type { Handler } from 'hono';
import { PROTOCOL_VERSION } from '#api/limits.ts';
import { syncRequest, type SyncReply } from '#api/sync.ts';
import type { RouteDeps } from '#server/app-deps.ts';
import { noteSeen } from '#server/devices/note-seen.ts';
import { renewCertificate } from '#server/enrolment/renew-certificate.ts';
import { refusalResponse } from '#server/http/refusals.ts';
import { type KnownDevice, readSignedByDevice } from '#server/http/signed-message.ts';
import { readChanges, readWhatIsLeft } from '#server/push/pull.ts';
import { readSnapshot, type SnapshotDeps, type SnapshotReply } from '#server/push/snapshot.ts';
import { decidePush } from '#server/push/push.ts';
import { decideRelay } from '#server/push/relay.ts';
import { StatusListsFull } from '#server/spending/status-places.ts';

/** POST sync: decides what the device pushes, then tells it what it has not heard. Push comes first, in the same call. */
export function syncRoute(deps: RouteDeps): Handler {
  return async (context) => {
    const request = await readSignedByDevice(context, syncRequest, deps);
    if (!request.ok) return refusalResponse(context, request.error);
    const { message, device } = request.value;
    const { serverEpoch } = deps.state;
    const own = await decidePush(deps, { ...message, device });
    const carried = message.relay === undefined ? [] : await decideRelay(deps, device, message.relay);
    await noteSeen(deps, device);
    await renewIfThereIsRoom(deps, device);
    // A cursor of another epoch counts changes of a memory that this server no longer has.
    const cursor = message.serverEpoch === serverEpoch ? message.cursor : 0;
    const at = message.serverEpoch === serverEpoch ? message.snapshotAt : undefined;
    const pulled = await pull(deps, { device, cursor, at });
    const reply: SyncReply = {
      v: PROTOCOL_VERSION,
      serverEpoch,
      now: deps.clock.nowMs(),
      results: [...own, ...carried],
      ...pulled,
    };
    return context.json(reply);
  };
}

/** What was decided is answered all the same: a phone without a fresh certificate still has to hear what became of its records. */
async function renewIfThereIsRoom(deps: RouteDeps, device: KnownDevice): Promise<void> {
  try {
    await renewCertificate(deps, device);
  } catch (error) {
    if (!(error instanceof StatusListsFull)) throw error;
    deps.log({ level: 'error', event: 'status_lists_full', route: 'sync' });
  }
}

interface Wish {
  readonly device: KnownDevice;
  readonly cursor: number;
  /** Present while a snapshot is being fetched. */
  readonly at: number | undefined;
}

/** What the device has not heard; a wallet that can no longer hear it piece by piece gets everything. */
async function pull(deps: SnapshotDeps, { device, cursor, at }: Wish): Promise<SnapshotReply> {
  const { id: deviceId, role, owner: memberId } = device;
  const changes = at === undefined ? await readChanges(deps.db, { deviceId, cursor }) : undefined;
  if (changes !== undefined) return changes;
  if (role === 'wallet') return readSnapshot(deps, { deviceId, memberId, cursor, at: at ?? 0 });
  // A till has its own journal; it hears what is left of its stream.
  return readWhatIsLeft(deps.db, { deviceId, cursor });
}
