// Who this phone is, is asked for many times in one act and read once; the clock stands still here, so nothing grows old.
import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { createWalletDatabase } from '#storage/wallet-database.ts';
import { createWalletStores } from '#storage/wallet-stores.ts';
import type { Signer } from '#protocol/signer.ts';
import { createDeviceKeys } from '#worker/shared/device-key.ts';
import { createLockExclusive } from '#worker/shared/exclusive.ts';
import { createJournal } from '#worker/shared/journal.ts';
import { becomeMember, enrolledDevice, isKeyLost } from '#worker/wallet/enrol.ts';
import { freshDatabaseName } from '../../support/memory-database.ts';
import { stillClock } from '../../support/model-device.ts';
import { systemRandom } from '../../support/test-device.ts';
import { deviceSigner, strangerSigner } from '../../protocol/world.ts';

const broadcast = { changed: () => undefined };

const MEMBER = 'b1'.repeat(8);

/** An enrolment of this key, until so many seconds after the beginning of time. */
async function enrolmentOf({ publicKey: deviceKey }: Pick<Signer, 'publicKey'>, untilS: number) {
  const { certificate } = await deviceSigner({ deviceKey, issuedAtS: 0, expiresAtS: untilS });
  return { memberId: MEMBER, certificate, certificateUntilMs: untilS * 1_000 };
}

async function openDevice() {
  const stores = createWalletStores(createWalletDatabase(freshDatabaseName()));
  const keys = createDeviceKeys(stores.store, (task) => task());
  const key = await keys.ensure();
  if (!key.ok) throw new Error(key.error.kind);
  const { signer } = key.value;
  const first = await enrolmentOf(signer, 1);
  const exclusive = createLockExclusive(undefined);
  const journal = createJournal({
    app: 'wallet',
    stores,
    exclusive,
    clock: stillClock,
    random: systemRandom,
  });
  return { around: { clock: stillClock }, stores, keys, journal, signer, first };
}

type Device = Awaited<ReturnType<typeof openDevice>>;
const becoming = ({ signer, first: enrolment }: Device) => ({ signer, enrolment });

it('a phone that became a member, got a new certificate or forgot its member knows it at once', async () => {
  const device = await openDevice();
  expect(await enrolledDevice(device)).toBeUndefined();
  await becomeMember({ ...device, broadcast }, becoming(device), async () => undefined);
  expect(await enrolledDevice(device)).toMatchObject(device.first);
  const renewed = await enrolmentOf(device.signer, 2);
  await device.stores.store.write(({ meta }) => meta.put('enrolment', renewed));
  expect(await enrolledDevice(device)).toMatchObject(renewed);
  await device.stores.store.write(({ meta }) => meta.remove('enrolment'));
  expect(await enrolledDevice(device)).toBeUndefined();
});

it('a phone whose key was removed and is forgotten is no member', async () => {
  const device = await openDevice();
  await becomeMember({ ...device, broadcast }, becoming(device), async () => undefined);
  expect(await enrolledDevice(device)).toMatchObject(device.first);
  await device.stores.store.write(({ keys }) => keys.remove());
  device.keys.forget();
  expect(await enrolledDevice(device)).toBeUndefined();
});

it('a phone under the certificate of another key is no member, and has lost its key', async () => {
  const device = await openDevice();
  const lost = await enrolmentOf(strangerSigner, 1);
  await becomeMember(
    { ...device, broadcast },
    { signer: device.signer, enrolment: lost },
    async () => undefined,
  );
  expect(await enrolledDevice(device)).toBeUndefined();
  expect(await isKeyLost(device)).toBe(true);
});
