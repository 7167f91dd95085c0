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
export async function tellMember(
  { tx, clock, random }: TellDeps,
  memberId: string,
  notice: Notice,
): Promise<void> {
  const locked = await lockParticipants(tx, { devices: [], members: [memberId] });
  const streams = createChangeStreams(locked.devices, clock.nowMs());
  const files = createMemberFiles(locked, streams);
  const at = clock.nowMs();
  files.add(memberId, { kind: 'notice', id: uuidV7(at, random.bytes(10)), at, ...notice });
  await files.flush(tx);
  await streams.flush(tx);
}
