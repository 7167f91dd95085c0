// Who this phone is, is asked for many times in one act and read once; the clock stands still here, so nothing grows old.
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { createWalletDatabase } from '#storage/wallet-database.ts';
import { createWalletStores } from '#storage/wallet-stores.ts';
import { createDeviceKeys } from '#worker/shared/device-key.ts';
import { becomeMember, enrolledDevice } from '#worker/wallet/enrol.ts';
import { freshDatabaseName } from '../../support/memory-database.ts';
import { stillClock } from '../../support/model-device.ts';
import { deviceSigner } from '../../protocol/world.ts';

const FIRST = { memberId: 'aa'.repeat(8), certificate: await certificateUntil(1), certificateUntilMs: 1 };
const RENEWED = { ...FIRST, certificate: await certificateUntil(2), certificateUntilMs: 2 };
const broadcast = { changed: () => undefined };

async function certificateUntil(expiresAtS: number) {
  return (await deviceSigner({ issuedAtS: 0, expiresAtS })).certificate;
}

async function openDevice() {
  const stores = createWalletStores(createWalletDatabase(freshDatabaseName()));
  const keys = createDeviceKeys(stores.store, (task) => task());
  await keys.ensure();
  return { around: { clock: stillClock }, stores, keys };
}

it('a phone that became a member, got a new certificate or forgot its member knows it at once', async () => {
  const device = await openDevice();
  expect(await enrolledDevice(device)).toBeUndefined();
  await becomeMember({ ...device, broadcast }, FIRST, async () => undefined);
  expect(await enrolledDevice(device)).toMatchObject(FIRST);
  await device.stores.store.write(({ meta }) => meta.put('enrolment', RENEWED));
  expect(await enrolledDevice(device)).toMatchObject(RENEWED);
  await device.stores.store.write(({ meta }) => meta.remove('enrolment'));
  expect(await enrolledDevice(device)).toBeUndefined();
});

it('a phone whose key was removed and is forgotten is no member', async () => {
  const device = await openDevice();
  await becomeMember({ ...device, broadcast }, FIRST, async () => undefined);
  expect(await enrolledDevice(device)).toMatchObject(FIRST);
  await device.stores.store.write(({ keys }) => keys.remove());
  device.keys.forget();
  expect(await enrolledDevice(device)).toBeUndefined();
});
