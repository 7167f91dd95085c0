// The operator at the command line: the real commands, upon the books of this world's server.
import type { OptionName } from '#server/admin/command.ts';
import { CAMPAIGN_COMMANDS } from '#server/admin/commands/campaign.ts';
import { DEVICE_COMMANDS } from '#server/admin/commands/devices.ts';
import { MEMBER_COMMANDS } from '#server/admin/commands/members.ts';
import { POSTER_COMMANDS } from '#server/admin/commands/posters.ts';
import { TERMINAL_COMMANDS } from '#server/admin/commands/terminals.ts';
import type { World } from './world.ts';

const COMMANDS = [
  ...CAMPAIGN_COMMANDS,
  ...DEVICE_COMMANDS,
  ...MEMBER_COMMANDS,
  ...POSTER_COMMANDS,
  ...TERMINAL_COMMANDS,
];

/** Runs `npm run admin -- LINE`; what it printed. Nothing, when it refused. */
export async function operate(
  world: World,
  line: readonly string[],
  options: Readonly<Partial<Record<OptionName | 'stolen', string>>> = {},
): Promise<readonly string[]> {
  const command = COMMANDS.find(({ words }) => words.every((word, index) => line[index] === word));
  if (command === undefined) throw new Error(`the operator has no command ${line.join(' ')}`);
  const { stolen, ...named } = options;
  const printed: string[] = [];
  const { databases, nowMs, random, server } = world;
  const clock = { nowMs, monotonicMs: nowMs };
  const deps = {
    db: server.books(),
    keys: databases.keys,
    keysDir: '',
    clock,
    random,
    actor: 'simulation',
    print: (text: string) => void printed.push(text),
    explain: () => undefined,
  };
  const switches = new Set(stolen === undefined ? [] : ['stolen']);
  const code = await command.run(deps, line.slice(command.words.length), { options: named, switches });
  return code === 0 ? printed : [];
}
