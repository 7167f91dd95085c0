import { bytesFromText } from '#base/bytes.ts';
import type { Outcome } from '#bridge/common-views.ts';
import type { Signer } from '#protocol/signer.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';
import { outcomeError, refused } from '#worker/shared/refusal-view.ts';
import { ensureEnrolled } from './enrol.ts';
import { joinedIds } from './member-log.ts';
import type { WalletDeps } from './wallet-deps.ts';

/**
 * Joins a programme, and before it those that it reads, by signed records, kept strictly before this returns; the server
 * learns of them at the next sync. Needs the network only for the very first join, which makes the device known. Refusals:
 * `programme_unknown`, `already_joined`, `server_unreachable`, `storage_full`, `storage_failed`.
 */
export async function joinProgramme(deps: WalletDeps, programmeId: string): Promise<Outcome<null>> {
  const { programmes } = await deps.usable();
  const programme = programmes.find(({ id }) => id === programmeId);
  if (programme === undefined) return refused('programme_unknown');
  const device = await ensureEnrolled(deps);
  if (!device.ok) return outcomeError(device.error);

  return deps.around.exclusive.run('tessera-wallet-join', async () => {
    const joined = await deps.stores.store.read(programmesJoined);
    if (joined.has(programmeId)) return refused('already_joined');
    // What is read comes first in a group, so that killed half-way nothing reads what is not joined.
    const missing = programme.group.loaded.map(({ id }) => id).filter((id) => !joined.has(id));
    for (const id of missing) {
      const appended = await appendJoin(deps, device.value.signer, id);
      if (!appended.ok) return outcomeError(appended.error);
    }
    deps.broadcast.changed('programmes', 'vouchers', 'activity', 'connection');
    deps.onAppended();
    return { ok: true, value: null };
  });
}

async function programmesJoined({
  memberships,
  decisions,
}: WalletRepositories): Promise<ReadonlySet<string>> {
  const rows = await memberships.all();
  const joinDecisions = await decisions.get(rows.map(({ recordId }) => recordId));
  return joinedIds({ memberships: rows, joinDecisions });
}

function appendJoin({ journal, around }: WalletDeps, signer: Signer, programmeId: string) {
  const occurredAtMs = around.clock.nowMs();
  const record = { kind: 'join' as const, parts: [bytesFromText(programmeId)], occurredAtMs };
  return journal.append(signer, record, ({ memberships }, recordId) =>
    memberships.put({ programmeId, recordId, joinedAtMs: occurredAtMs }),
  );
}
