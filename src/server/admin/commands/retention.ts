import type { AdminCommand } from '#server/admin/command.ts';
import { retainAll } from '#server/retention/retention.ts';

export const RETENTION_COMMANDS: readonly AdminCommand[] = [
  {
    words: ['retention', 'run'],
    args: [],
    about: 'drop now what is kept no longer, instead of piece by piece while the server runs',
    run: async (deps) => {
      for (const [name, count] of Object.entries(await retainAll(deps))) deps.print(`${name}\t${count}`);
      return 0;
    },
  },
];
