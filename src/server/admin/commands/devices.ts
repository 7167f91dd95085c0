import { type AdminCommand, type AdminDeps } from '#server/admin/command.ts';
import { readDirectory } from '#server/push/read-directory.ts';
import { appendAudit } from '#server/audit/audit-log.ts';
import { inTransaction } from '#server/db/transaction.ts';
import { shutOutDevice } from '#server/devices/shut-out-device.ts';
import { deviceOwner } from '#server/enrolment/member-devices.ts';

export const DEVICE_COMMANDS: readonly AdminCommand[] = [
  {
    words: ['device', 'revoke'],
    args: ['DEVICE'],
    about:
      'a lost phone, by the id that alarms, logs and member show name: tills take nothing of it once they have synced, its vouchers go to another phone of the member',
    run: revokeDevice,
  },
];

/** As when the member removes it by another phone (decision 13), but that the operator says so. */
async function revokeDevice(deps: AdminDeps, [wanted]: readonly string[]): Promise<number> {
  const device = wanted!;
  const known = await deviceOwner(deps.db, device);
  if (known?.role !== 'wallet') {
    deps.explain(known?.role === 'terminal' ? 'That is a till: see terminal revoke.' : noDevice(device));
    return 1;
  }
  const { owner: memberId } = known;
  const directory = await readDirectory(deps);
  const nowMs = deps.clock.nowMs();
  const done = await inTransaction(deps.db, deps.random, async (tx) => {
    const shut = await shutOutDevice(
      { ...deps, tx, directory, nowMs },
      { memberId, device, told: (facts) => ({ kind: 'device_revoked', device, ...facts }) },
    );
    // Said again, it changes nothing and is nothing to note.
    if (shut.ok && shut.value.isNew)
      await appendAudit(tx, { atMs: nowMs, actor: deps.actor, act: 'device revoke', target: device });
    return shut;
  });
  if (!done.ok || !done.value.isNew) {
    deps.explain(done.ok ? 'It was revoked before.' : noDevice(device));
    return 1;
  }
  deps.explain('Revoked. Tills hear of it at their next sync, and what it shows they then refuse.');
  deps.explain(
    done.value.heir === undefined
      ? 'The member has no other phone in use: a recovery, by code or passkey, brings points and vouchers back.'
      : `Its vouchers go to the member's phone ${done.value.heir.slice(0, 16)}…, and all their phones say so at their next sync.`,
  );
  return 0;
}

function noDevice(device: string): string {
  return `There is no device ${device}: its id has 64 characters, as member show (under devices, as key) and alarms have it.`;
}
