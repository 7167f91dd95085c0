import type { Handler } from 'hono';
import { PROTOCOL_VERSION } from '#api/limits.ts';
import { syncRequest, type SyncReply } from '#api/sync.ts';
import type { RouteDeps } from '#server/app-deps.ts';
import { renewCertificate } from '#server/enrolment/renew-certificate.ts';
import { refusalResponse } from '#server/http/refusals.ts';
import { readSignedByDevice } from '#server/http/signed-message.ts';
import { readChanges } from '#server/push/pull.ts';
import { decidePush } from '#server/push/push.ts';
import { decideRelay } from '#server/push/relay.ts';

/** POST sync: decides what the device pushes, then tells it what it has not heard. Push comes first, in the same call. */
export function syncRoute(deps: RouteDeps): Handler {
  return async (context) => {
    const request = await readSignedByDevice(context, syncRequest, deps);
    if (!request.ok) return refusalResponse(context, request.error);
    const { message, device } = request.value;
    const { serverEpoch } = deps.state;
    const own = await decidePush(deps, { ...message, device });
    const carried = message.relay === undefined ? [] : await decideRelay(deps, device, message.relay);
    await renewCertificate(deps, device.id);
    // A cursor of another epoch counts changes of a memory that this server no longer has.
    const cursor = message.serverEpoch === serverEpoch ? message.cursor : 0;
    const pulled = await readChanges(deps.db, { deviceId: device.id, cursor });
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
