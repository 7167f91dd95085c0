// `npm run admin -- …`: the operator's command, on the database of the running server.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { existsSync } from 'node:fs';
import { openDatabase } from '#server/db/open-database.ts';
import { socketAddress } from '#server/db/postgres-address.ts';
import { systemClock, systemRandom } from '#server/system.ts';
import type { AdminDeps } from './admin-deps.ts';
import { COMMANDS, USAGE } from './commands.ts';

async function main(args: readonly string[]): Promise<number> {
  const parsed = parse(args);
  if (parsed === undefined) {
    console.error(USAGE);
    return 2;
  }
  const { words, name, dataDir } = parsed;
  const command = COMMANDS.find((each) => each.words.every((word, at) => words[at] === word));
  const rest = words.slice(command?.words.length ?? 0);
  if (command === undefined || rest.length !== command.takes) {
    console.error(USAGE);
    return 2;
  }
  const url = process.env['DATABASE_URL'];
  const address = socketAddress(dataDir);
  if ((url === undefined || url === '') && !existsSync(path.join(address.host, '.s.PGSQL.5432'))) {
    console.error(
      `No server is running on ${path.resolve(dataDir)}. Start it with npm start, or name its folder with --data.`,
    );
    return 1;
  }
  const db = openDatabase(url === undefined || url === '' ? address : url, 1);
  const deps: AdminDeps = { db, dataDir, clock: systemClock, random: systemRandom, print, explain };
  try {
    return await command.run(deps, rest, name);
  } catch (error) {
    console.error(`It did not work: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await db.destroy();
  }
}

/** Results go to standard output, explanations to standard error: a script reads the first, a person both. */
const print: AdminDeps['print'] = (line) => console.log(line);
const explain: AdminDeps['explain'] = (line) => console.error(line);

function parse(args: readonly string[]) {
  try {
    const options = { name: { type: 'string' }, data: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return {
      words: positionals,
      name: values.name,
      dataDir: values.data ?? process.env['TESSERA_DATA'] ?? './data',
    };
  } catch {
    return undefined;
  }
}

process.exitCode = await main(process.argv.slice(2));
