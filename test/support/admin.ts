// An operator's command on a test server, with everything that it printed.
import { actorOf } from '#server/operator/operators.ts';
import type { AdminDeps, Given } from '#server/admin/command.ts';
import { COMMANDS } from '#server/admin/usage.ts';
import { readKeyStore } from '#server/keys.ts';
import { random, type TestServer } from './test-server.ts';

export interface AdminResult {
  readonly code: number;
  readonly printed: string;
  readonly explained: string;
}

export async function admin(
  server: TestServer,
  words: readonly string[],
  given: { readonly options?: Given['options']; readonly switches?: readonly string[] } = {},
): Promise<AdminResult> {
  const command = COMMANDS.find((each) => each.words.every((word, at) => words[at] === word));
  if (command === undefined) throw new Error(`no command ${words.join(' ')}`);
  const printed: string[] = [];
  const explained: string[] = [];
  const actor = actorOf({ id: 'ab'.repeat(32), name: 'test', publicKey: new Uint8Array() });
  // Read anew: each command is a process of its own.
  const keys = await readKeyStore(server.keysDir);
  if (!keys.ok) throw new Error(keys.error.message);
  const deps: AdminDeps = {
    db: server.db,
    keys: keys.value,
    keysDir: server.keysDir,
    clock: server.clock,
    random,
    actor,
    print: (line) => void printed.push(line),
    explain: (line) => void explained.push(line),
  };
  const input = { options: given.options ?? {}, switches: new Set(given.switches) };
  const code = await command.run(deps, words.slice(command.words.length), input);
  return { code, printed: printed.join('\n'), explained: explained.join('\n') };
}
