import { type Bytes, equalBytes } from '#base/bytes.ts';
import { type Result, err, ok } from '#base/result.ts';
import type { PublicKey } from '#protocol/messages.ts';
import { type Signer, createSigner, generateSigningKey } from '#protocol/signer.ts';
import type { DeviceKeyPair, SoftKeyPair } from '#storage/key-store.ts';
import type { SharedRepositories } from '#storage/shared-stores.ts';
import { isNotCloneable, type StorageRefusal, type Store } from '#storage/store.ts';

/** `soft`: this browser cannot keep a key object, so nothing may be spent offline with it. */
export interface DeviceKey {
  readonly kind: 'stored' | 'soft';
  readonly signer: Signer;
}

export interface DeviceKeys {
  /**
   * The key that is there already. Where the one in memory is not `certified`, the one that is stored by now: another tab may
   * have made it. It may be another than that, too.
   */
  readonly find: (certified?: PublicKey) => Promise<DeviceKey | undefined>;
  /** Makes one where there is none. */
  readonly ensure: () => Promise<Result<DeviceKey, StorageRefusal>>;
  /** Its rows were removed, or may have been by another tab: the next look is at what is stored. */
  readonly forget: () => void;
}

/**
 * The device's key: made before any transaction opens, stored, read back in a transaction of its own and tried;
 * only then is it trusted. Where a browser cannot keep a key object, its private part is kept as bytes: the device
 * stays the same member, and the server learns that anybody who copies the storage has the key. Rule:
 * src/protocol/README.md, "The device's key".
 */
export function createDeviceKeys(
  store: Store<Pick<SharedRepositories, 'keys'>>,
  lock: <T>(task: () => Promise<T>) => Promise<T>,
): DeviceKeys {
  let known: DeviceKey | undefined;

  async function find(certified?: PublicKey): Promise<DeviceKey | undefined> {
    if (known && certified && !equalBytes(known.signer.publicKey, certified)) known = undefined;
    known ??= (await findStored()) ?? (await findSoft());
    return known;
  }

  async function findStored(): Promise<DeviceKey | undefined> {
    const pair = await store.read(({ keys }) => keys.get());
    return pair !== undefined && (await works(pair))
      ? { kind: 'stored', signer: await createSigner(pair) }
      : undefined;
  }

  async function findSoft(): Promise<DeviceKey | undefined> {
    const soft = await store.read(({ keys }) => keys.getSoft());
    const pair = soft && (await imported(soft));
    return pair !== undefined && (await works(pair))
      ? { kind: 'soft', signer: await createSigner(pair) }
      : undefined;
  }

  async function make(): Promise<Result<null, StorageRefusal>> {
    const pair = await generateSigningKey({ extractable: false });
    const kept = await keep(pair);
    if (!kept.ok) return kept;
    return kept.value ? ok(null) : makeSoft();
  }

  /** Whether this browser keeps it: some throw DataCloneError, some hand the key back as null. A full or failing disk says neither. */
  async function keep(pair: DeviceKeyPair): Promise<Result<boolean, StorageRefusal>> {
    try {
      const written = await store.write(({ keys }) => keys.put(pair));
      if (!written.ok) return written;
    } catch (error) {
      if (isNotCloneable(error)) return ok(false);
      throw error;
    }
    const back = await store.read(({ keys }) => keys.get());
    return ok(back !== undefined && (await works(back)));
  }

  async function makeSoft(): Promise<Result<null, StorageRefusal>> {
    const pair = await generateSigningKey({ extractable: true });
    const [privateKey, publicKey] = await Promise.all([
      crypto.subtle.exportKey('jwk', pair.privateKey),
      crypto.subtle.exportKey('jwk', pair.publicKey),
    ]);
    const written = await store.write(({ keys }) => keys.putSoft({ privateKey, publicKey }));
    return written.ok ? ok(null) : written;
  }

  return {
    find,
    forget: () => void (known = undefined),
    ensure: () =>
      lock(async () => {
        const found = await find();
        if (found !== undefined) return ok(found);
        const kept = await make();
        if (!kept.ok) return kept;
        const made = await find();
        return made === undefined ? err({ kind: 'storage_failed' }) : ok(made);
      }),
  };
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' };

/** `undefined`: it is no key any more. */
async function imported(soft: SoftKeyPair): Promise<DeviceKeyPair | undefined> {
  try {
    const [privateKey, publicKey] = await Promise.all([
      crypto.subtle.importKey('jwk', soft.privateKey, P256, false, ['sign']),
      crypto.subtle.importKey('jwk', soft.publicKey, P256, true, ['verify']),
    ]);
    return { privateKey, publicKey };
  } catch {
    return undefined;
  }
}

/** Whether what the private half signs, the public half verifies. */
async function works({ privateKey, publicKey }: DeviceKeyPair): Promise<boolean> {
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const probe: Bytes = new Uint8Array([1, 2, 3]);
  try {
    const signature = await crypto.subtle.sign(algorithm, privateKey, probe);
    return await crypto.subtle.verify(algorithm, publicKey, signature, probe);
  } catch {
    return false;
  }
}
