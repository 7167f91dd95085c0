import { chainFaults } from '#server/spending/terminal-chain.ts';
import type { AdminCommand, AdminDeps } from '#server/admin/command.ts';

export const ALARM_COMMANDS: readonly AdminCommand[] = [
  {
    words: ['alarms'],
    args: [],
    about: "gaps and forks in tills' chains, devices that contradicted themselves",
    run: listAlarms,
  },
];

async function listAlarms({ db, clock, print, explain }: AdminDeps): Promise<number> {
  const faults = await chainFaults(db, clock.nowMs());
  for (const { serial, sequence, kind } of faults) print(['till', serial, sequence, kind].join('\t'));
  const proofs = await db
    .selectFrom('equivocation')
    .select(['device', 'found_at'])
    .orderBy('found_at')
    .execute();
  for (const { device, found_at } of proofs)
    print(['device', device, new Date(found_at).toISOString(), 'equivocation'].join('\t'));
  if (faults.length === 0 && proofs.length === 0) explain('There are no alarms.');
  return 0;
}
