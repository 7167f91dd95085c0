import type { DeviceView } from '#bridge/wallet-api.ts';
import { enrolledDevice } from './enrol.ts';
import type { WalletDeps } from './wallet-deps.ts';
import { memberNameOf } from '#worker/shared/member-name.ts';

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
