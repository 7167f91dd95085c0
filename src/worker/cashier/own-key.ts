import type { CashierStores } from '#storage/cashier-stores.ts';
import type { DeviceKey, DeviceKeys } from '#worker/shared/device-key.ts';
import { certificateFrom } from './till.ts';

export interface OwnKeyDeps {
  readonly stores: CashierStores;
  readonly keys: DeviceKeys;
}

/**
 * The key that speaks for this till: the one of its certificate where it is here, also when another tab has paired the till anew;
 * under a former one the server would refuse for good what the new one has sealed. Else whatever key there is.
 */
export async function ownKey({ stores, keys }: OwnKeyDeps): Promise<DeviceKey | undefined> {
  const enrolment = await stores.store.read(({ meta }) => meta.get('enrolment'));
  return keys.find(enrolment && certificateFrom(enrolment.certificate)?.terminalKey);
}
