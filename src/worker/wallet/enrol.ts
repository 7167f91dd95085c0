import { enrolDeviceReply } from '#api/enrol-device.ts';
import type { EnrolDeviceReply, EnrolDeviceRequest } from '#api/enrol-device.ts';
import { ROUTES } from '#api/routes.ts';
import { uuidV7 } from '#base/uuid.ts';
import { type Bytes, base64FromBytes, bytesFromBase64, equalBytes, hexFromBytes } from '#base/bytes.ts';
import { type Refusal, type Result, err, ok } from '#base/result.ts';
import { openDeviceCertificate } from '#protocol/chain.ts';
import { DEVICE_CERTIFICATE } from '#protocol/device-certificate.ts';
import type { PublicKey } from '#protocol/messages.ts';
import { openAs } from '#protocol/open-message.ts';
import type { Signer } from '#protocol/signer.ts';
import type { Enrolment } from '#storage/meta-store.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';
import { hearFromTheStart } from '#worker/shared/hear-from-the-start.ts';
import type { Surroundings } from '#worker/shared/surroundings.ts';
import { sealAgain } from './seal-again.ts';
import type { WalletDeps } from './wallet-deps.ts';

/** A device that the server knows as a member, and the key it proves that with. */
export interface EnrolledDevice {
  readonly signer: Signer;
  /** Hex. */
  readonly memberId: string;
  readonly certificate: Bytes;
  readonly certificateUntilMs: number;
}

type EnrolDeps = Pick<WalletDeps, 'around' | 'stores' | 'keys' | 'http' | 'catalogue' | 'broadcast'>;

/** The enrolment as it is stored; a certificate that has run out is still one. */
export async function enrolledDevice({
  around,
  stores,
  keys,
}: Pick<WalletDeps, 'stores' | 'keys'> & {
  readonly around: Pick<Surroundings, 'clock'>;
}): Promise<EnrolledDevice | undefined> {
  const enrolment = await stores.store.recall(readEnrolment, around.clock.monotonicMs());
  if (enrolment?.memberId === undefined) return undefined;
  const { memberId, certificate, certificateUntilMs } = enrolment;
  // With a certificate that is none any more nothing can be shown. The server gives this key another.
  const certified = certifiedKey(certificate);
  if (certified === undefined) return undefined;
  const key = await keys.find(certified);
  // Under the certificate of another key whatever this one signs is forged.
  if (key === undefined || !equalBytes(key.signer.publicKey, certified)) return undefined;
  return { signer: key.signer, memberId, certificate, certificateUntilMs };
}

/** A member's things are here, and the key that they belong to is not: only what brings back the member helps. */
export async function isKeyLost({ stores, keys }: Pick<WalletDeps, 'stores' | 'keys'>): Promise<boolean> {
  const enrolment = await stores.store.read(readEnrolment);
  if (enrolment?.memberId === undefined) return false;
  const certified = certifiedKey(enrolment.certificate);
  const key = await keys.find(certified);
  if (key === undefined) return true;
  // One that was made for a recovery which nobody has answered yet.
  return certified !== undefined && !equalBytes(key.signer.publicKey, certified);
}

/** The key is here and so is what was done with it; only what the server gave for it is lost, and it gives that again. */
export async function isMemberWithoutPaper(deps: Pick<WalletDeps, 'stores' | 'keys'>): Promise<boolean> {
  if ((await deps.keys.find()) === undefined) return false;
  return deps.stores.store.read(
    async ({ memberships, outbox }) =>
      (await memberships.all()).length > 0 || (await outbox.all()).length > 0,
  );
}

const known = new WeakMap<Bytes, PublicKey>();

/** Asked again and again in one act, of the same bytes. `undefined`: they are no certificate. */
function certifiedKey(certificate: Bytes): PublicKey | undefined {
  const before = known.get(certificate);
  if (before !== undefined) return before;
  const opened = openAs(DEVICE_CERTIFICATE, certificate);
  if (!opened.ok) return undefined;
  known.set(certificate, opened.value.value.deviceKey);
  return opened.value.value.deviceKey;
}

const readEnrolment = ({ meta }: WalletRepositories) => meta.get('enrolment');

/** A certificate that ends within this time is asked for again; the server renews it in its changes as well. */
const RENEW_BEFORE_MS = 24 * 3_600_000;

/**
 * Makes the key where there is none, and asks for a certificate where there is none or it is about to end. The same
 * key always gets the same member. Refusals: `server_unreachable`'s family while offline, `storage_failed`.
 */
export async function ensureEnrolled(deps: EnrolDeps): Promise<Result<EnrolledDevice, Refusal>> {
  const before = await enrolledDevice(deps);
  if (before !== undefined && before.certificateUntilMs - RENEW_BEFORE_MS > deps.around.clock.nowMs()) {
    return ok(before);
  }
  const asked = await enrolAgain(deps);
  return asked.ok || before === undefined ? asked : ok(before);
}

/** Whose things this storage holds, whether or not its key is still there. Hex. */
export async function storedMember({ stores }: Pick<EnrolDeps, 'stores'>): Promise<string | undefined> {
  return (await stores.store.read(({ meta }) => meta.get('enrolment')))?.memberId;
}

export interface BecomingMember {
  readonly signer: Signer;
  readonly enrolment: Enrolment & { readonly memberId: string };
}

/**
 * Keeps the enrolment as a further device of a member, to hear all of theirs from the start; `also` is written with it. What is
 * here of that member, sealed by a key that is lost, becomes this key's. The member's id. Refusals: `wallet_in_use` (what is here is another member's), those of the storage.
 */
export async function becomeMember(
  deps: Pick<WalletDeps, 'stores' | 'journal' | 'broadcast'>,
  { signer, enrolment }: BecomingMember,
  also: (repositories: WalletRepositories) => Promise<void>,
): Promise<Result<string, Refusal>> {
  const { memberId } = enrolment;
  if (((await storedMember(deps)) ?? memberId) !== memberId) return err({ kind: 'wallet_in_use' });
  const takeOver = await sealAgain(deps, signer);
  const kept = await deps.stores.store.write(async (repositories) => {
    const { meta } = repositories;
    await meta.put('enrolment', enrolment);
    await hearFromTheStart(meta);
    await takeOver(repositories);
    // Of the key before this one; what this one has spent already its payments say.
    await meta.remove('spending');
    await meta.remove('removed');
    await also(repositories);
  });
  if (!kept.ok) return kept;
  deps.broadcast.changed('device', 'programmes', 'vouchers', 'activity');
  return ok(memberId);
}

/**
 * For a server that does not know this device any more, since it was restored from a backup of before it came: our own
 * certificate tells it whose key this is. Refusals as of `ensureEnrolled`.
 */
export function enrolAgain(deps: EnrolDeps): Promise<Result<EnrolledDevice, Refusal>> {
  return deps.around.exclusive.run('tessera-wallet-enrol', () => enrol(deps));
}

async function enrol(deps: EnrolDeps): Promise<Result<EnrolledDevice, Refusal>> {
  // While this one waited for its turn, another tab may have begun anew.
  deps.keys.forget();
  const trusted = await deps.catalogue.current();
  if (trusted === undefined) return err({ kind: 'server_unreachable' });
  // The key is gone and what it stood for is here: a new key would be another member. Only the code brings back this one.
  if (await isKeyLost(deps)) return err({ kind: 'backup_before_recovery' });
  const key = await deps.keys.ensure();
  if (!key.ok) return key;
  const { kind, signer } = key.value;
  const certificate = (await enrolledDevice(deps))?.certificate;
  const body: EnrolDeviceRequest = {
    v: 1,
    publicKey: base64FromBytes(signer.publicKey),
    assurance: kind === 'stored' ? 1 : 0,
    ...(certificate === undefined ? {} : { certificate: base64FromBytes(certificate) }),
  };
  const reply = await deps.http.post(ROUTES.devices, body, { signer, reply: enrolDeviceReply });
  if (!reply.ok && isRefusedAs(reply.error, 'member_erased')) return startAnew(deps, signer.publicKey);
  if (!reply.ok) return (await dropDeadKey(deps, reply.error)) ? enrol(deps) : reply;
  const enrolment = await enrolmentFromReply(reply.value, signer.publicKey, trusted.serverKey);
  if (!enrolment.ok) return enrolment;
  const kept = await deps.stores.store.write(({ meta }) => meta.put('enrolment', enrolment.value));
  if (!kept.ok) return kept;
  deps.broadcast.changed('device');
  return ok({ signer, ...enrolment.value });
}

function isRefusedAs(error: Refusal, code: string): boolean {
  return error.kind === 'refused' && 'code' in error && error.code === code;
}

/**
 * The answer that made this phone a member's was lost, and that member has shut it out before it asked again: nothing here is
 * sealed with the key, and with it the phone could never be anybody's. A code that was shown for it is worth nothing either.
 * `true`: the next key is another. Under the lock of the enrolment.
 */
export async function dropDeadKey(
  deps: Pick<EnrolDeps, 'stores' | 'keys'>,
  refusal: Refusal,
): Promise<boolean> {
  if (!isRefusedAs(refusal, 'revoked') || (await storedMember(deps)) !== undefined) return false;
  const sealed = await deps.stores.store.read(({ outbox }) => outbox.all());
  if (sealed.length > 0) return false;
  const dropped = await deps.stores.store.write(async ({ keys, meta }) => {
    await keys.remove();
    await meta.remove('linking');
  });
  if (dropped.ok) deps.keys.forget();
  return dropped.ok;
}

/**
 * The member was erased on request: points of somebody who is gone would look like points, and this key is nobody's. A key and
 * a member of its own follow. The write comes first: told again, the server says the same. `asked`: the key of which it said so;
 * where locks are missing, another tab may have begun anew meanwhile, and what is here is the new member's.
 */
async function startAnew(deps: EnrolDeps, asked: PublicKey): Promise<Result<EnrolledDevice, Refusal>> {
  const atMs = deps.around.clock.nowMs();
  const id = uuidV7(atMs, deps.around.random.bytes(10));
  const forgotten = await deps.stores.store.write(async ({ meta, member, inbox, keys }) => {
    const enrolment = await meta.get('enrolment');
    if (!equalBytes((enrolment && certifiedKey(enrolment.certificate)) ?? asked, asked)) return;
    await member.forget();
    await keys.remove();
    await hearFromTheStart(meta);
    await inbox.putNotice({ id, notice: 'erased', atMs, revoked: 0 });
  });
  if (!forgotten.ok) return forgotten;
  deps.keys.forget();
  deps.broadcast.changed('device', 'programmes', 'vouchers', 'activity', 'inbox');
  return enrol(deps);
}

/** The enrolment of an answer that the pinned server gave to this key. Refusal: `garbled`. */
export async function enrolmentFromReply(
  reply: Pick<EnrolDeviceReply, 'certificate' | 'memberId' | 'now'>,
  deviceKey: PublicKey,
  serverKey: PublicKey,
): Promise<Result<Enrolment & { readonly memberId: string }, Refusal>> {
  const certificate = bytesFromBase64(reply.certificate);
  if (certificate === undefined) return err({ kind: 'garbled' });
  const enrolment = await enrolmentFromCertificate(certificate, deviceKey, {
    serverKeys: [serverKey],
    atMs: reply.now,
  });
  return enrolment.ok && enrolment.value.memberId !== reply.memberId ? err({ kind: 'garbled' }) : enrolment;
}

/** Proves that the pinned server certified this very key. `atMs`: by the server's clock, since ours may be wrong. */
export async function enrolmentFromCertificate(
  certificate: Bytes,
  deviceKey: PublicKey,
  trust: { readonly serverKeys: readonly PublicKey[]; readonly atMs: number },
): Promise<Result<Enrolment & { readonly memberId: string }, Refusal>> {
  const opened = await openDeviceCertificate(certificate, trust.serverKeys, trust.atMs);
  if (!opened.ok) return opened;
  if (!equalBytes(opened.value.deviceKey, deviceKey)) return err({ kind: 'garbled' });
  return ok({
    memberId: hexFromBytes(opened.value.memberId),
    certificate,
    certificateUntilMs: opened.value.expiresAtS * 1_000,
  });
}
