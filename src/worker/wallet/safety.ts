import type { Refusal, Result } from '#base/result.ts';
import type { Outcome } from '#bridge/common-views.ts';
import type { WalletPasskeyRecoveryApi } from '#bridge/wallet-passkey.ts';
import type { RecoveredView, SafetyView, WalletSafetyApi } from '#bridge/wallet-safety.ts';
import { memberNameOf } from '#worker/shared/member-name.ts';
import { outcomeError } from '#worker/shared/refusal-view.ts';
import { makeBackup } from './backup.ts';
import { enrolledDevice } from './enrol.ts';
import { exportLedger } from './export-ledger.ts';
import { exportSetAside } from '#worker/shared/export-set-aside.ts';
import { newRecoveryCode, recoverMember, type RecoveredMember, registerRecoveryCode } from './recovery.ts';
import { createRecoveryPasskey } from './recovery-passkey.ts';
import { restoreBackup } from './restore-backup.ts';
import type { WalletDeps } from './wallet-deps.ts';
import type { WalletParts } from './wallet-parts.ts';

/** So many receipts are worth a reminder that one phone is all that holds the key to them. */
const REMIND_RECEIPTS = 5;

/** Everything that keeps a person's things when the phone is gone. */
export function createSafety(parts: WalletParts): WalletSafetyApi & WalletPasskeyRecoveryApi {
  const { deps } = parts;
  return {
    ...createRecoveryPasskey(deps, (recovered) => bringBack(parts, recovered)),
    safety: () => safetyView(deps),
    newRecoveryCode: () => newRecoveryCode(deps),
    registerRecoveryCode: async (code) => outcomeOf(await registerRecoveryCode(deps, code)),
    recover: async (order) => bringBack(parts, await recoverMember(deps, order)),
    makeBackup: async (order) => outcomeOf(await makeBackup(deps, order)),
    restoreBackup: async (file, secret) => outcomeOf(await restoreBackup(deps, file, secret)),
    exportSetAside: async () => outcomeOf(await exportSetAside({ ...deps.stores, clock: deps.around.clock })),
    exportLedger: async () => outcomeOf(await exportLedger(parts)),
  };
}

async function bringBack(
  { deps, sync }: WalletParts,
  recovered: Result<RecoveredMember, Refusal>,
): Promise<Outcome<RecoveredView>> {
  if (!recovered.ok) return outcomeError(recovered.error);
  // The person waits for what they have; should the line fail now, the next sync goes on.
  await sync.now();
  const { memberId, revoked } = recovered.value;
  const receipts = await deps.stores.store.read(({ receipts }) => receipts.count());
  return { ok: true, value: { memberName: memberNameOf(memberId), revoked, receipts } };
}

async function safetyView(deps: WalletDeps): Promise<SafetyView> {
  const { store } = deps.stores;
  const enrolled = (await enrolledDevice(deps)) !== undefined;
  const storage = await deps.storageView();
  // The numbers are of what can be read.
  await store.lookThrough();
  const held = await store.read(async ({ receipts, outbox, meta, quarantine }) => ({
    receipts: await receipts.count(),
    unsent: (await outbox.stats()).unsent,
    setAside: await quarantine.count(),
    recovery: await meta.get('recovery'),
    passkey: await meta.get('recoveryPasskey'),
    removed: (await meta.get('removed')) !== undefined,
    backup: await meta.get('backup'),
  }));
  const { recovery, passkey, backup } = held;
  const isSafe = recovery !== undefined || passkey !== undefined;
  return {
    enrolled,
    removed: held.removed,
    receipts: held.receipts,
    unsent: held.unsent,
    setAside: held.setAside,
    storage,
    remind: enrolled && !isSafe && held.receipts >= REMIND_RECEIPTS,
    ...(recovery === undefined ? {} : { recoverySetAtMs: recovery.setAtMs }),
    ...(passkey === undefined ? {} : { passkeySetAtMs: passkey.setAtMs }),
    ...(backup === undefined
      ? {}
      : {
          backup: {
            madeAtMs: backup.madeAtMs,
            newReceipts: Math.max(0, held.receipts - backup.receipts),
          },
        }),
  };
}

function outcomeOf<T>(result: Result<T, Refusal>): Outcome<T> {
  return result.ok ? result : outcomeError(result.error);
}
