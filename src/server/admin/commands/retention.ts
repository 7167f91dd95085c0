import { act, type AdminCommand, type AdminDeps } from '#server/admin/command.ts';
import type { Log } from '#server/log.ts';
import { retainAll } from '#server/retention/retention.ts';

export const RETENTION_COMMANDS: readonly AdminCommand[] = [
  {
    words: ['retention', 'run'],
    args: [],
    about: 'drop now what is kept no longer, instead of piece by piece while the server runs',
    run: runRetention,
  },
];

/** Many transactions: noted before the first, so that none goes unsaid, and with its counts after the last. */
async function runRetention(deps: AdminDeps): Promise<number> {
  const target = 'server';
  await act(deps, { act: 'retention run', target }, () => Promise.resolve());
  const log: Log = (entry) => deps.print(Object.values(entry).join('\t'));
  const dropped = await retainAll({ ...deps, log });
  await act(deps, { act: 'retention run ended', target, details: dropped }, () => Promise.resolve());
  for (const [name, count] of Object.entries(dropped)) deps.print(`${name}\t${count}`);
  return 0;
}
