// `npm run admin -- …`: the operator's command, on the database of the running server (or, when it stands still, on its own).
import path from 'node:path';
import { err, ok, type Result } from '#base/result.ts';
import { checkKeys } from '#server/check-keys.ts';
import { migrate } from '#server/db/migrate.ts';
import { openDatabase } from '#server/db/open-database.ts';
import { socketAddress } from '#server/db/postgres-address.ts';
import { findOwner } from '#server/db/postgres-lock.ts';
import { isListening } from '#server/db/probe-postgres.ts';
import { reachDatabase, type RunningDatabase, startOwnDatabase } from '#server/db/running-database.ts';
import type { Db } from '#server/db/transaction.ts';
import { readKeyStore } from '#server/keys.ts';
import { takeUpNextKeys } from '#server/next-keys.ts';
import { actorOf, identifyOperator, registerOwnOperator } from '#server/operator/operators.ts';
import { reasonOf, type StartRefusal, startRefusalFrom } from '#server/start-refusal.ts';
import { systemClock, systemRandom } from '#server/system.ts';
import { type Call, helpFor, readCall } from './call.ts';
import type { AdminCommand, AdminDeps } from './command.ts';
import { isSwitchUnfinished } from './commands/server-key.ts';
import { printable } from './printable.ts';

async function main(args: readonly string[]): Promise<number> {
  const help = helpFor(args);
  if (help !== undefined) {
    console.log(help);
    return 0;
  }
  const call = readCall(args);
  if (!call.ok) {
    console.error(call.error.message);
    return 2;
  }
  const dataDir = call.value.dataDir ?? process.env['TESSERA_DATA'] ?? './data';
  try {
    const database = await openTheDatabase(dataDir, call.value.command);
    if (!database.ok) return fail(database.error.message);
    try {
      return await runCommand(call.value, dataDir, database.value.db);
    } catch (error) {
      return fail(`It did not work: ${reasonOf(error)}`);
    } finally {
      await database.value.close();
    }
  } catch (error) {
    const refusal = startRefusalFrom(error);
    if (refusal === undefined) throw error;
    return fail(refusal.message);
  }
}

async function runCommand(call: Call, dataDir: string, db: Db): Promise<number> {
  const keysDir = path.resolve(dataDir, 'keys');
  const clock = systemClock;
  const finishes = isSwitch(call.command) && (await isSwitchUnfinished({ db, keysDir, clock }));
  if (!finishes) await takeUpNextKeys(db, keysDir, clock.nowMs());
  const keys = await readKeyStore(keysDir);
  if (!keys.ok) return fail(keys.error.message);
  // Whoever may fill an empty database is its first operator.
  if (isImport(call.command)) {
    const own = await registerOwnOperator(db, keysDir, clock.nowMs());
    if (!own.ok) return fail(own.error.message);
  } else if (!finishes) {
    // What is signed with other keys would be worth nothing.
    const fit = await checkKeys(db, keys.value);
    if (!fit.ok) return fail(fit.error.message);
  }
  const operator = await identifyOperator(db, keysDir, process.env['TESSERA_OPERATOR_KEY']);
  if (!operator.ok) return fail(operator.error.message);
  const tools = { db, keys: keys.value, keysDir, clock, random: systemRandom, print, explain };
  return call.command.run({ ...tools, actor: actorOf(operator.value) }, call.args, call);
}

function fail(message: string): number {
  console.error(message);
  return 1;
}

interface OpenedDatabase {
  readonly db: Db;
  readonly close: () => Promise<void>;
}

/** `DATABASE_URL`, the running server's, or the embedded one started for this command: export and import need no server. */
async function openTheDatabase(
  dataDir: string,
  command: AdminCommand,
): Promise<Result<OpenedDatabase, StartRefusal>> {
  const url = process.env['DATABASE_URL'];
  if (url !== undefined && url !== '') return open(await reachDatabase(url), isImport(command));
  const address = socketAddress(dataDir);
  if (isImport(command) && findOwner(dataDir) !== undefined) {
    const message = `A server is running on ${path.resolve(dataDir)}. Stop it first: an import puts another database beneath it.`;
    return err({ kind: 'server_running', message });
  }
  // A database whose server was killed is stopped by whoever starts it for an import.
  if (!isImport(command) && (await isListening(address)))
    return open(ok({ location: address, stop: () => Promise.resolve() }), false);
  if (command.words[0] !== 'database') {
    const message = `No server is running on ${path.resolve(dataDir)}. Start it with npm start, or name its folder with --data.`;
    return err({ kind: 'server_not_running', message });
  }
  const onSlowStart = (seconds: number) => explain(`The database starts, ${seconds} seconds so far …`);
  return open(await startOwnDatabase(dataDir, { onSlowStart }), true);
}

async function open(
  running: Result<Pick<RunningDatabase, 'location' | 'stop'>, StartRefusal>,
  toMigrate: boolean,
): Promise<Result<OpenedDatabase, StartRefusal>> {
  if (!running.ok) return running;
  const db = openDatabase(running.value.location, 2);
  const close = async () => {
    await db.destroy();
    await running.value.stop();
  };
  try {
    if (toMigrate) await migrate(db);
    return ok({ db, close });
  } catch (error) {
    await close();
    throw error;
  }
}

function isImport({ words }: AdminCommand): boolean {
  return words.join(' ') === 'database import';
}

function isSwitch({ words }: AdminCommand): boolean {
  return words.join(' ') === 'server-key switch';
}

/** Results go to standard output, explanations to standard error: a script reads the first, a person both. */
const print: AdminDeps['print'] = (line) => console.log(printable(line));
const explain: AdminDeps['explain'] = (line) => console.error(printable(line));

process.exitCode = await main(process.argv.slice(2));
