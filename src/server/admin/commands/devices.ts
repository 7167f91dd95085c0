import { bucketOf } from '#server/db/bucket.ts';
import { deviceOwner } from '#server/enrolment/member-devices.ts';
import { revokeStatus } from '#server/spending/status-places.ts';
import { type AdminCommand, type AdminDeps, act } from '#server/admin/command.ts';

export const DEVICE_COMMANDS: readonly AdminCommand[] = [
  {
    words: ['device', 'revoke'],
    args: ['DEVICE'],
    about:
      'a lost phone, by the id that alarms and logs name: tills take nothing of it once they have synced',
    run: revokeDevice,
  },
];

async function revokeDevice(deps: AdminDeps, [wanted]: readonly string[]): Promise<number> {
  const id = wanted!;
  const device = await deviceOwner(deps.db, id);
  if (device?.role !== 'wallet' || device.revoked_at !== null) {
    deps.explain(
      device?.role === 'terminal'
        ? 'That is a till: see terminal revoke.'
        : 'No such device, or it was revoked before.',
    );
    return 1;
  }
  const nowMs = deps.clock.nowMs();
  await act(deps, { act: 'device revoke', target: id }, async (tx) => {
    await tx
      .updateTable('device')
      .set({ revoked_at: nowMs })
      .where('bucket', '=', bucketOf(id))
      .where('id', '=', id)
      .execute();
    await revokeStatus(tx, { kind: 'device', prefix: id, nowMs });
  });
  deps.explain('Revoked. Tills hear of it at their next sync.');
  return 0;
}
