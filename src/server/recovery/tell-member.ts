import type { SyncChange } from '#api/sync.ts';
import type { Clock, Random } from '#base/ports.ts';
import { uuidV7 } from '#base/uuid.ts';
import type { Tx } from '#server/db/transaction.ts';
import { createChangeStreams } from '#server/push/change-streams.ts';
import { lockParticipants } from '#server/push/locks.ts';
import { createMemberFiles } from '#server/push/member-file.ts';

export interface TellDeps {
  readonly tx: Tx;
  readonly clock: Clock;
  readonly random: Random;
}

export type Notice = Pick<Extract<SyncChange, { readonly kind: 'notice' }>, 'notice' | 'device' | 'revoked'>;

/** Files a notice and adds it to the stream of every device of the member: what was done in their name never goes unseen. */
export function tellMember(deps: TellDeps, memberId: string, notice: Notice): Promise<void> {
  return fileChange(deps, memberId, ({ id, at }) => ({ kind: 'notice', id, at, ...notice }));
}

/** The same for any change that is named and dated now. */
export async function fileChange(
  { tx, clock, random }: TellDeps,
  memberId: string,
  changeAt: (named: { readonly id: string; readonly at: number }) => SyncChange,
): Promise<void> {
  const locked = await lockParticipants(tx, { devices: [], members: [memberId] });
  const at = clock.nowMs();
  const streams = createChangeStreams(locked.devices, at);
  const files = createMemberFiles(locked, streams);
  files.add(memberId, changeAt({ id: uuidV7(at, random.bytes(10)), at }));
  await files.flush(tx);
  await streams.flush(tx);
}
