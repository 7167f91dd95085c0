// A device speaks for its member no more, whoever said so: another one of theirs, or the operator.
import type { SyncChange } from '#api/sync.ts';
import type { Clock } from '#base/ports.ts';
import { err, ok, type Result } from '#base/result.ts';
import { bucketOf } from '#server/db/bucket.ts';
import type { Tx } from '#server/db/transaction.ts';
import { shutOutDevices, vouchersAt } from '#server/enrolment/member-devices.ts';
import { createChangeStreams } from '#server/push/change-streams.ts';
import { holderAmong, type IssueContext } from '#server/push/issue-vouchers.ts';
import { isShutOut, lockParticipants } from '#server/push/locks.ts';
import { reissueVouchers } from '#server/push/reissue-vouchers.ts';
import { fileChange } from '#server/recovery/tell-member.ts';

export interface ShutOutDeps extends Pick<IssueContext, 'tx' | 'keys' | 'random' | 'directory' | 'nowMs'> {
  readonly clock: Clock;
}

export interface ShutOut {
  readonly memberId: string;
  /** Hex thumbprint. */
  readonly device: string;
  /** The device of the same member that says so and gets the vouchers; absent when it is the operator. */
  readonly by?: string;
  /** What all devices of the member hear. */
  readonly told: (facts: ShutOutFacts) => SyncChange;
}

export interface ShutOutFacts {
  /** UUIDv7. */
  readonly id: string;
  /** By the server's clock. */
  readonly at: number;
  /** What its owner called it. */
  readonly name: string;
}

export interface ShutOutDone {
  /** False: it was shut out before, and nothing has changed. */
  readonly isNew: boolean;
  /** Where its vouchers went; absent when the member has no other device in use. */
  readonly heir?: string;
}

/**
 * The device syncs no more, it and its forms of vouchers go on the status list, and its vouchers are issued to whoever said so,
 * else to the one of the member's devices that was last heard of. With no other device they wait for a recovery, which issues
 * all that is live. Refusals: `device_unknown` (not of this member), `revoked` (whoever says so, in this moment).
 */
export async function shutOutDevice(
  deps: ShutOutDeps,
  { memberId, device: gone, by, told }: ShutOut,
): Promise<Result<ShutOutDone, { readonly kind: 'device_unknown' | 'revoked' }>> {
  const { tx, nowMs } = deps;
  const locked = await lockParticipants(tx, { devices: [], members: [memberId] });
  // Of two phones that shut out each other, the first one stays.
  if (by !== undefined && isShutOut(locked, by)) return err({ kind: 'revoked' });
  const wallets = locked.walletsOf.get(memberId) ?? [];
  if (!wallets.includes(gone)) return err({ kind: 'device_unknown' });
  if (isShutOut(locked, gone)) return ok({ isNew: false });
  const vouchers = await vouchersAt(tx, memberId, gone);
  await shutOutDevices(tx, [gone], { memberId, nowMs });
  const streams = createChangeStreams(locked.devices, nowMs);
  const speaker = by === undefined ? {} : { device: { id: by } };
  const context: IssueContext = { ...deps, ...speaker, locked, streams };
  const others = wallets.filter((id) => id !== gone);
  const heir = holderAmong(context, others);
  // Stopping it is what counts, whether there is room for its vouchers elsewhere or not.
  if (heir !== undefined) await reissueVouchers(context, { memberId, vouchers, to: heir, whenFull: 'later' });
  await streams.flush(tx);
  const name = await nameOf(tx, memberId, gone);
  await fileChange(deps, memberId, (named) => told({ ...named, name }));
  return ok({ isNew: true, ...(heir === undefined ? {} : { heir }) });
}

async function nameOf(tx: Tx, memberId: string, device: string): Promise<string> {
  const row = await tx
    .selectFrom('member_device')
    .select('name')
    .where('bucket', '=', bucketOf(memberId))
    .where('member', '=', memberId)
    .where('device', '=', device)
    .executeTakeFirst();
  return row?.name ?? '';
}
