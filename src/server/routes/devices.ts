import type { Context, Handler } from 'hono';
import {
  linkDeviceRequest,
  moveVoucherRequest,
  nameDeviceRequest,
  ownDevicesRequest,
  revokeDeviceRequest,
  takeLinkRequest,
} from '#api/devices.ts';
import type { DoneReply, OwnDevicesReply } from '#api/devices.ts';
import type { EnrolDeviceReply } from '#api/enrol-device.ts';
import { PROTOCOL_VERSION } from '#api/limits.ts';
import type { MessageSchema } from '#api/parse-message.ts';
import { base64FromBytes } from '#base/bytes.ts';
import type { Result } from '#base/result.ts';
import type { RouteDeps } from '#server/app-deps.ts';
import { linkDevice, takeLink } from '#server/devices/link-device.ts';
import { moveVoucher } from '#server/devices/move-voucher.ts';
import { MOST_DEVICES, nameDevice, ownDevices } from '#server/devices/own-devices.ts';
import { revokeDevice } from '#server/devices/revoke-device.ts';
import { refusalResponse } from '#server/http/refusals.ts';
import { type KnownDevice, readSignedByDevice, readSignedByOwnKey } from '#server/http/signed-message.ts';

/** POST devices/link: an enrolled wallet says that another key is its member's. */
export function linkDeviceRoute(deps: RouteDeps): Handler {
  return actRoute(deps, linkDeviceRequest, (request) => linkDevice(deps, request));
}

/** POST devices/name: the caller gets another name. */
export function nameDeviceRoute(deps: RouteDeps): Handler {
  return actRoute(deps, nameDeviceRequest, ({ message, device }) =>
    nameDevice(deps, { device, name: message.name }),
  );
}

/** POST devices/revoke: another device of the member is shut out. */
export function revokeDeviceRoute(deps: RouteDeps): Handler {
  return actRoute(deps, revokeDeviceRequest, (request) => revokeDevice(deps, request));
}

/** POST vouchers/move: a voucher goes to another device of the member. */
export function moveVoucherRoute(deps: RouteDeps): Handler {
  return actRoute(deps, moveVoucherRequest, (request) => moveVoucher(deps, request));
}

/** POST devices/own: all devices of the caller's member. */
export function ownDevicesRoute(deps: RouteDeps): Handler {
  return async (context) => {
    const request = await readSignedByDevice(context, ownDevicesRequest, deps);
    if (!request.ok) return refusalResponse(context, request.error);
    const devices = await ownDevices(deps, request.value.device);
    if (!devices.ok) return conflict(context, devices.error);
    const now = deps.clock.nowMs();
    const reply: OwnDevicesReply = { v: PROTOCOL_VERSION, devices: devices.value, most: MOST_DEVICES, now };
    return context.json(reply);
  };
}

/** POST devices/linked: a new phone asks, by its own key, to become the device that it was said to be. */
export function takeLinkRoute(deps: RouteDeps): Handler {
  return async (context) => {
    const request = await readSignedByOwnKey(context, takeLinkRequest, deps);
    if (!request.ok) return refusalResponse(context, request.error);
    const linked = await takeLink(deps, request.value);
    if (!linked.ok) return conflict(context, linked.error);
    const reply: EnrolDeviceReply = {
      v: PROTOCOL_VERSION,
      memberId: linked.value.memberId,
      certificate: base64FromBytes(linked.value.certificate),
      serverEpoch: deps.state.serverEpoch,
      now: deps.clock.nowMs(),
    };
    return context.json(reply);
  };
}

/** A call by an enrolled device that is done or refused. */
function actRoute<T>(
  deps: RouteDeps,
  schema: MessageSchema<T>,
  act: (request: {
    readonly message: T;
    readonly device: KnownDevice;
  }) => Promise<Result<null, { readonly kind: string }>>,
): Handler {
  return async (context) => {
    const request = await readSignedByDevice(context, schema, deps);
    if (!request.ok) return refusalResponse(context, request.error);
    const done = await act(request.value);
    if (!done.ok) return conflict(context, done.error);
    const reply: DoneReply = { v: PROTOCOL_VERSION, now: deps.clock.nowMs() };
    return context.json(reply);
  };
}

function conflict(context: Context, { kind }: { readonly kind: string }): Response {
  return refusalResponse(context, { kind, status: 409 });
}
