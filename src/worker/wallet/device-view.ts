import type { DeviceView } from '#bridge/wallet-api.ts';
import { enrolledDevice } from './enrol.ts';
import type { WalletDeps } from './wallet-deps.ts';

export async function deviceView(deps: WalletDeps): Promise<DeviceView> {
  const storage = await deps.storageView();
  const device = await enrolledDevice(deps);
  const key = await deps.keys.find();
  const keyKind = key === undefined ? {} : { keyKind: key.kind };
  if (device === undefined) return { state: 'new', storage, ...keyKind };
  return {
    state: 'ready',
    storage,
    ...keyKind,
    memberName: memberNameOf(device.memberId),
    certificateUntilMs: device.certificateUntilMs,
  };
}

/** The first half of the id in two groups, for people to compare, e.g. `7F3A-91C2`. Tills show the same. */
export function memberNameOf(memberId: string): string {
  const short = memberId.slice(0, 8).toUpperCase();
  return `${short.slice(0, 4)}-${short.slice(4)}`;
}
