import { doneReply, ownDevicesReply } from '#api/devices.ts';
import type { RevokeDeviceRequest } from '#api/devices.ts';
import { ROUTES } from '#api/routes.ts';
import { base64FromBytes, bytesFromHex, hexFromBytes } from '#base/bytes.ts';
import { type Refusal, type Result, err, ok } from '#base/result.ts';
import type { DevicesView } from '#bridge/wallet-devices.ts';
import { plainLine } from '#base/plain-line.ts';
import { isDeviceName, signDeviceStatement } from '#protocol/device-link.ts';
import { thumbprint } from '#protocol/public-key.ts';
import { enrolledDevice } from './enrol.ts';
import { deviceNameOf } from './inbox-cards.ts';
import type { WalletDeps } from './wallet-deps.ts';

/** What the server says, and without a line what it said last. */
export async function ownDevices(deps: WalletDeps): Promise<DevicesView> {
  const { store } = deps.stores;
  const device = await enrolledDevice(deps);
  if (device !== undefined) {
    const asked = await deps.http.post(
      ROUTES.ownDevices,
      { v: 1 },
      { signer: device.signer, reply: ownDevicesReply },
    );
    if (asked.ok) {
      const { devices, most, now } = asked.value;
      await store.write(async ({ meta }) => {
        await meta.put('devices', { devices, most, toldAtMs: now });
        await meta.remove('removed');
      });
    } else if ('code' in asked.error && asked.error.code === 'revoked') await noteRemoved(deps);
  }
  const own = device === undefined ? '' : hexFromBytes(await thumbprint(device.signer.publicKey));
  const { told, removed } = await store.read(async ({ meta }) => ({
    told: await meta.get('devices'),
    removed: await meta.get('removed'),
  }));
  const devices = (told?.devices ?? []).map(({ id, name, seenAt, revokedAt }) => ({
    id,
    name,
    shortId: deviceNameOf(id),
    isThis: id === own,
    ...(seenAt === undefined ? {} : { seenAtMs: seenAt }),
    ...(revokedAt === undefined ? {} : { removedAtMs: revokedAt }),
  }));
  return {
    devices: devices.toSorted((a, b) => Number(b.isThis) - Number(a.isThis)),
    most: told?.most ?? 0,
    ...(told === undefined ? {} : { toldAtMs: told.toldAtMs }),
    removed: removed !== undefined,
  };
}

/** The server has said that this device speaks for nobody any more. */
export async function noteRemoved(deps: Pick<WalletDeps, 'stores' | 'around' | 'broadcast'>): Promise<void> {
  const { store } = deps.stores;
  if (await isRemoved(deps)) return;
  const atMs = deps.around.clock.nowMs();
  await store.write(({ meta }) => meta.put('removed', { atMs }));
  deps.broadcast.changed('device');
}

/** As far as this device has heard. */
export async function isRemoved({ stores }: Pick<WalletDeps, 'stores'>): Promise<boolean> {
  return (await stores.store.read(({ meta }) => meta.get('removed'))) !== undefined;
}

/** Refusals: `malformed`, `not_enrolled`, those of the network. */
export async function nameDevice(deps: WalletDeps, name: string): Promise<Result<null, Refusal>> {
  const plain = plainLine(name);
  if (!isDeviceName(plain)) return err({ kind: 'malformed' });
  const device = await enrolledDevice(deps);
  if (device === undefined) return err({ kind: 'not_enrolled' });
  const call = { signer: device.signer, reply: doneReply };
  const named = await deps.http.post(ROUTES.deviceName, { v: 1, name: plain }, call);
  if (!named.ok) return named;
  deps.broadcast.changed('device');
  return ok(null);
}

/** Refusals: `not_enrolled`, `device_unknown`, those of the network. */
export async function revokeDevice(deps: WalletDeps, id: string): Promise<Result<null, Refusal>> {
  const device = await enrolledDevice(deps);
  if (device === undefined) return err({ kind: 'not_enrolled' });
  const memberId = bytesFromHex(device.memberId)!;
  const proof = await signDeviceStatement({ kind: 'revoke', memberId, deviceId: id }, device.signer);
  const body: RevokeDeviceRequest = { v: 1, device: id, proof: base64FromBytes(proof) };
  const done = await deps.http.post(ROUTES.deviceRevoke, body, { signer: device.signer, reply: doneReply });
  if (!done.ok) return done;
  deps.broadcast.changed('device', 'inbox');
  return ok(null);
}
