import { recoverReply, recoveryKeyReply } from '#api/recovery.ts';
import type { RecoverReply, RecoverRequest, RecoveryKeyRequest } from '#api/recovery.ts';
import { ROUTES } from '#api/routes.ts';
import { base64FromBytes, bytesFromHex } from '#base/bytes.ts';
import { type Refusal, type Result, err, ok } from '#base/result.ts';
import type { RecoveryCodeView, RecoverOrder } from '#bridge/wallet-safety.ts';
import {
  RECOVERY_SECRET_BYTES,
  readRecoveryCode,
  recoveryCodeFrom,
  recoveryQrText,
} from '#protocol/recovery-code.ts';
import { recoverySigner, signRecovery } from '#protocol/recovery-key.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';
import type { DeviceKey } from '#worker/shared/device-key.ts';
import { becomeMember, dropDeadKey, enrolledDevice, enrolmentFromReply } from './enrol.ts';
import type { WalletDeps } from './wallet-deps.ts';

/** 128 random bits as a person writes them down. Nothing remembers them. */
export async function newRecoveryCode({ around }: Pick<WalletDeps, 'around'>): Promise<RecoveryCodeView> {
  const code = await recoveryCodeFrom(around.random.bytes(RECOVERY_SECRET_BYTES));
  return { code, qrText: recoveryQrText(code) };
}

/** Tells the server the public half of the code's key. Refusals: `recovery_code_…`, `not_enrolled`, those of the network. */
export async function registerRecoveryCode(deps: WalletDeps, code: string): Promise<Result<null, Refusal>> {
  const secret = await readRecoveryCode(code);
  if (!secret.ok) return secret;
  const device = await enrolledDevice(deps);
  if (device === undefined) return err({ kind: 'not_enrolled' });
  const recovery = await recoverySigner(secret.value);
  const memberId = bytesFromHex(device.memberId)!;
  const appoint = { kind: 'appoint', memberId, recoveryKey: recovery.publicKey } as const;
  const accept = { kind: 'accept', memberId, deviceKey: device.signer.publicKey } as const;
  const body: RecoveryKeyRequest = {
    v: 1,
    recoveryKey: base64FromBytes(recovery.publicKey),
    appointed: base64FromBytes(await signRecovery(appoint, device.signer)),
    accepted: base64FromBytes(await signRecovery(accept, recovery)),
  };
  const call = { signer: device.signer, reply: recoveryKeyReply };
  const reply = await deps.http.post(ROUTES.recoveryKey, body, call);
  if (!reply.ok) return reply;
  const { stores } = deps;
  const kept = await stores.store.write(({ meta }) => meta.put('recovery', { setAtMs: reply.value.now }));
  deps.broadcast.changed('device');
  return kept.ok ? ok(null) : kept;
}

export interface RecoveredMember {
  readonly memberId: string;
  /** How many devices were shut out. */
  readonly revoked: number;
}

/**
 * Enrols this phone for the member of the code; the sync after it brings all they have. Refusals: `recovery_code_…`,
 * `recovery_unknown`, and those of `becomeRecovered`.
 */
export async function recoverMember(
  deps: WalletDeps,
  { code, keepOthers }: RecoverOrder,
): Promise<Result<RecoveredMember, Refusal>> {
  const secret = await readRecoveryCode(code);
  if (!secret.ok) return secret;
  const asked = async ({ kind, signer }: DeviceKey): Promise<Result<RecoverReply, Refusal>> => {
    const recovery = await recoverySigner(secret.value);
    const statement = { kind: 'recover', deviceKey: signer.publicKey, keepOthers } as const;
    const body: RecoverRequest = {
      v: 1,
      publicKey: base64FromBytes(signer.publicKey),
      assurance: kind === 'stored' ? 1 : 0,
      recoveryKey: base64FromBytes(recovery.publicKey),
      keepOthers,
      proof: base64FromBytes(await signRecovery(statement, recovery)),
    };
    return deps.http.post(ROUTES.recovery, body, { signer, reply: recoverReply });
  };
  return becomeRecovered(deps, asked, ({ meta }, { now }) => meta.put('recovery', { setAtMs: now }));
}

/**
 * Asks with this phone's key, which is made if need be, and keeps what the server answers. Refusals: `wallet_in_use` (somebody
 * is enrolled here, or something of somebody else is here), those of the network and the storage.
 */
export async function becomeRecovered(
  deps: WalletDeps,
  ask: (key: DeviceKey) => Promise<Result<RecoverReply, Refusal>>,
  also: (repositories: WalletRepositories, reply: RecoverReply) => Promise<void>,
): Promise<Result<RecoveredMember, Refusal>> {
  if ((await enrolledDevice(deps)) !== undefined) return err({ kind: 'wallet_in_use' });
  const refreshed = await deps.catalogue.refresh();
  const trusted = await deps.catalogue.current();
  if (trusted === undefined) return refreshed.ok ? err({ kind: 'server_unreachable' }) : refreshed;
  return deps.around.exclusive.run('tessera-wallet-enrol', async () => {
    const first = await deps.keys.ensure();
    if (!first.ok) return first;
    const answer = await ask(first.value);
    const isDropped = !answer.ok && (await dropDeadKey(deps, answer.error));
    const key = isDropped ? await deps.keys.ensure() : first;
    if (!key.ok) return key;
    const reply = isDropped ? await ask(key.value) : answer;
    // A member of this key that this storage does not know of, or no longer.
    if (!reply.ok && 'code' in reply.error && reply.error.code === 'key_in_use')
      return err({ kind: 'wallet_in_use' });
    if (!reply.ok) return reply;
    const { signer } = key.value;
    const enrolment = await enrolmentFromReply(reply.value, signer.publicKey, trusted.serverKey);
    if (!enrolment.ok) return enrolment;
    const becoming = { signer, enrolment: enrolment.value };
    const member = await becomeMember(deps, becoming, (repositories) => also(repositories, reply.value));
    return member.ok ? ok({ memberId: member.value, revoked: reply.value.revoked }) : member;
  });
}
