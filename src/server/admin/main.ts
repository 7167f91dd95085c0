// `npm run admin -- …`: the operator's command, on the database of the running server (or, when it stands still, on its own).
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { err, ok, type Result } from '#base/result.ts';
import { createDatabase } from '#server/db/create-database.ts';
import { startEmbeddedPostgres } from '#server/db/embedded-postgres.ts';
import { migrate } from '#server/db/migrate.ts';
import { type DatabaseLocation, openDatabase } from '#server/db/open-database.ts';
import { socketAddress } from '#server/db/postgres-address.ts';
import type { Db } from '#server/db/transaction.ts';
import { openKeyStore } from '#server/keys.ts';
import { actorOf, identifyOperator, registerOwnOperator } from '#server/operator/operators.ts';
import { systemClock, systemRandom } from '#server/system.ts';
import { type AdminCommand, type AdminDeps, OPTION_NAMES, type Options } from './command.ts';
import { COMMANDS, usage } from './usage.ts';

const SWITCHES = ['stolen', 'usual'] as const;

async function main(args: readonly string[]): Promise<number> {
  const parsed = parse(args);
  const command = parsed === undefined ? undefined : commandOf(parsed.words);
  if (parsed === undefined || command === undefined || !fits(command, parsed)) {
    console.error(usage());
    return 2;
  }
  const database = await openTheDatabase(parsed.dataDir, command);
  if (!database.ok) {
    console.error(database.error.message);
    return 1;
  }
  try {
    return await runCommand(command, parsed, database.value.db);
  } catch (error) {
    console.error(`It did not work: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await database.value.close();
  }
}

async function runCommand(command: AdminCommand, parsed: Parsed, db: Db): Promise<number> {
  const keysDir = path.resolve(parsed.dataDir, 'keys');
  const keys = await openKeyStore(keysDir);
  if (!keys.ok) return fail(keys.error.message);
  // Whoever may fill an empty database is its first operator.
  if (isImport(command)) {
    const own = await registerOwnOperator(db, keysDir, systemClock.nowMs());
    if (!own.ok) return fail(own.error.message);
  }
  const operator = await identifyOperator(db, keysDir, process.env['TESSERA_OPERATOR_KEY']);
  if (!operator.ok) return fail(operator.error.message);
  const tools = { db, keys: keys.value, keysDir, clock: systemClock, random: systemRandom, print, explain };
  const rest = parsed.words.slice(command.words.length);
  return command.run({ ...tools, actor: actorOf(operator.value) }, rest, parsed);
}

function fail(message: string): number {
  console.error(message);
  return 1;
}

interface Unreachable {
  readonly kind: string;
  readonly message: string;
}

interface OpenedDatabase {
  readonly db: Db;
  readonly close: () => Promise<void>;
}

/** `DATABASE_URL`, the running server's, or the embedded one started for this command: export and import need no server. */
async function openTheDatabase(
  dataDir: string,
  command: AdminCommand,
): Promise<Result<OpenedDatabase, Unreachable>> {
  const url = process.env['DATABASE_URL'];
  if (url !== undefined && url !== '')
    return ok(await opened(url, () => Promise.resolve(), isImport(command)));
  const address = socketAddress(dataDir);
  if (existsSync(path.join(address.host, '.s.PGSQL.5432')))
    return ok(await opened(address, () => Promise.resolve(), false));
  if (command.words[0] !== 'database') {
    const message = `No server is running on ${path.resolve(dataDir)}. Start it with npm start, or name its folder with --data.`;
    return err({ kind: 'server_not_running', message });
  }
  const started = await startEmbeddedPostgres({ dataDir });
  if (!started.ok) return started;
  await createDatabase(address);
  return ok(await opened(address, started.value.stop, true));
}

async function opened(
  location: DatabaseLocation,
  stop: () => Promise<void>,
  toMigrate: boolean,
): Promise<OpenedDatabase> {
  const db = openDatabase(location, 2);
  if (toMigrate) await migrate(db);
  const close = async () => {
    await db.destroy();
    await stop();
  };
  return { db, close };
}

function isImport({ words }: AdminCommand): boolean {
  return words.join(' ') === 'database import';
}

/** Results go to standard output, explanations to standard error: a script reads the first, a person both. */
const print: AdminDeps['print'] = (line) => console.log(line);
const explain: AdminDeps['explain'] = (line) => console.error(line);

interface Parsed {
  readonly words: readonly string[];
  readonly options: Options;
  readonly switches: ReadonlySet<string>;
  readonly dataDir: string;
}

function parse(args: readonly string[]): Parsed | undefined {
  const strings = Object.fromEntries(
    [...OPTION_NAMES, 'data'].map((name) => [name, { type: 'string' as const }]),
  );
  const switches = Object.fromEntries(SWITCHES.map((name) => [name, { type: 'boolean' as const }]));
  try {
    const options = { ...strings, ...switches };
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const { data, ...rest } = values as Record<string, string | boolean>;
    const given = Object.entries(rest);
    return {
      words: positionals,
      options: Object.fromEntries(given.filter(([, value]) => typeof value === 'string')) as Options,
      switches: new Set(given.filter(([, value]) => value === true).map(([name]) => name)),
      dataDir: typeof data === 'string' ? data : (process.env['TESSERA_DATA'] ?? './data'),
    };
  } catch {
    return undefined;
  }
}

function commandOf(words: readonly string[]): AdminCommand | undefined {
  return COMMANDS.find((each) => each.words.every((word, at) => words[at] === word));
}

/** A misspelt or foreign option is a mistake, not something to pass over. */
function fits(command: AdminCommand, { words, options, switches }: Parsed): boolean {
  const knows = (known: readonly string[] | undefined, given: Iterable<string>) =>
    [...given].every((name) => known?.includes(name) === true);
  return (
    words.length === command.words.length + command.args.length &&
    knows(command.options, Object.keys(options)) &&
    knows(command.switches, switches)
  );
}

process.exitCode = await main(process.argv.slice(2));
