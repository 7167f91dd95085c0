import { bytesFromText } from '#base/bytes.ts';
import type { Outcome } from '#bridge/common-views.ts';
import { outcomeError, refused } from '#worker/shared/refusal-view.ts';
import { ensureEnrolled } from './enrol.ts';
import type { WalletDeps } from './wallet-deps.ts';

/**
 * Joins a programme by a signed record, kept strictly before this returns; the server learns of it at the next sync.
 * Needs the network only for the very first join, which makes the device known. Refusals: `programme_unknown`,
 * `already_joined`, `server_unreachable`, `storage_full`, `storage_failed`.
 */
export async function joinProgramme(deps: WalletDeps, programmeId: string): Promise<Outcome<null>> {
  const { programmes } = await deps.usable();
  if (!programmes.some(({ id }) => id === programmeId)) return refused('programme_unknown');
  const device = await ensureEnrolled(deps);
  if (!device.ok) return outcomeError(device.error);

  const { stores, around, journal } = deps;
  return around.exclusive.run('tessera-wallet-join', async () => {
    const before = await stores.store.read(() => stores.memberships.get(programmeId));
    if (before !== undefined) return refused('already_joined');
    const occurredAtMs = around.clock.nowMs();
    const record = { kind: 'join' as const, parts: [bytesFromText(programmeId)], occurredAtMs };
    const appended = await journal.append(device.value.signer, record, (recordId) =>
      stores.memberships.put({ programmeId, recordId, joinedAtMs: occurredAtMs }),
    );
    if (!appended.ok) return outcomeError(appended.error);
    deps.broadcast.changed('programmes', 'vouchers', 'activity', 'connection');
    deps.onAppended();
    return { ok: true, value: null };
  });
}
