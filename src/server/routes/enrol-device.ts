import type { Handler } from 'hono';
import { enrolDeviceRequest, type EnrolDeviceReply } from '#api/enrol-device.ts';
import { PROTOCOL_VERSION } from '#api/limits.ts';
import { base64FromBytes } from '#base/bytes.ts';
import type { RouteDeps } from '#server/app-deps.ts';
import { enrolDevice } from '#server/enrolment/enrol-device.ts';
import { clientAddress } from '#server/http/client-address.ts';
import { createRateLimiter } from '#server/http/rate-limit.ts';
import { refusalResponse } from '#server/http/refusals.ts';
import { readSignedByOwnKey } from '#server/http/signed-message.ts';
import { tooMany } from './recovery.ts';

/** A crowd at one counter may join together; whoever makes keys all day fills the status lists. */
const PER_ADDRESS = { perMinute: 30, burst: 150 };

/** POST devices: a wallet makes itself known with a request that its new key has signed. */
export function enrolDeviceRoute(deps: RouteDeps): Handler {
  const byAddress = createRateLimiter(deps.clock, PER_ADDRESS);
  return async (context) => {
    const waitS = byAddress.take(clientAddress(context, deps.trustedProxies));
    if (waitS > 0) return tooMany(context, waitS);
    const request = await readSignedByOwnKey(context, enrolDeviceRequest, deps);
    if (!request.ok) return refusalResponse(context, request.error);
    const enrolled = await enrolDevice(deps, request.value);
    if (!enrolled.ok) return refusalResponse(context, { kind: enrolled.error.kind, status: 409 });
    const reply: EnrolDeviceReply = {
      v: PROTOCOL_VERSION,
      memberId: enrolled.value.memberId,
      certificate: base64FromBytes(enrolled.value.certificate),
      serverEpoch: deps.state.serverEpoch,
      now: deps.clock.nowMs(),
    };
    return context.json(reply);
  };
}
