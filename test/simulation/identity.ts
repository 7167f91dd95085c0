// Who a device is, read from its disk as a person who copies the disk would read it.
import { hexFromBytes } from '#base/bytes.ts';
import { thumbprint } from '#protocol/public-key.ts';
import { createSigner } from '#protocol/signer.ts';
import type { DeviceKeyPair } from '#storage/key-store.ts';
import type { Device } from './device.ts';
import type { Disk } from './disk.ts';

export interface Identity {
  /** Hex; empty before the wallet is enrolled. */
  readonly memberId: string;
  /** Hex thumbprint of its key; empty before it has one. */
  readonly deviceId: string;
}

export async function identityOf(device: Device<unknown>): Promise<Identity> {
  return identityOn(await device.read(['meta', 'keys']));
}

export async function identityOn(disk: Disk): Promise<Identity> {
  const meta = (disk.get('meta') ?? []) as readonly { readonly name: string; readonly value: unknown }[];
  const enrolment = meta.find(({ name }) => name === 'enrolment')?.value as
    | { readonly memberId?: string }
    | undefined;
  const [pair] = (disk.get('keys') ?? []) as readonly DeviceKeyPair[];
  const deviceId =
    pair === undefined ? '' : hexFromBytes(await thumbprint((await createSigner(pair)).publicKey));
  return { memberId: enrolment?.memberId ?? '', deviceId };
}
