// The life of a server process: start, wait for a reason to end, end well.
import { isHelpAsked } from './help-asked.ts';
import { logToStream, type Log } from './log.ts';
import { OPTIONS_USAGE, parseServerOptions, type ServerOptions } from './options.ts';
import { type Server, startServer } from './server.ts';
import { systemClock } from './system.ts';

export interface Run {
  readonly demo: boolean;
  /** The least level that is printed. */
  readonly logFrom: 'info' | 'warning';
  readonly before?: (options: ServerOptions) => Promise<void>;
  readonly onStarted: (server: Server, options: ServerOptions) => Promise<void>;
}

export async function run({ demo, logFrom, before, onStarted }: Run): Promise<void> {
  const args = process.argv.slice(2);
  if (isHelpAsked(args)) return console.log(OPTIONS_USAGE);
  const options = parseServerOptions(args, process.env);
  if (!options.ok) return fail(options.error.message);
  await before?.(options.value);
  const started = await startServer(options.value, { demo, log: logger(logFrom) });
  if (!started.ok) return fail(started.error.message);
  const server = started.value;
  stopOnSignal(server, options.value);
  await onStarted(server, options.value);
}

function logger(from: Run['logFrom']): Log {
  const log = logToStream(process.stderr, systemClock.nowMs);
  return (entry) => {
    if (from === 'info' || entry.level !== 'info') log(entry);
  };
}

/** A stop that hangs (a stuck disk, say) must not hang the machine's own. What was confirmed is on disk. */
const STOP_LIMIT_MS = 30_000;

function stopOnSignal(server: Server, { stopWithParent, drainMs }: ServerOptions): void {
  let stopping = false;
  const stop = async (code: number) => {
    // Whoever asks twice does not want to wait.
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(1), drainMs + STOP_LIMIT_MS).unref();
    await server.stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(0));
  if (stopWithParent) process.stdin.resume().once('close', () => void stop(0));
  void server.databaseLost.then(() => {
    if (stopping) return;
    console.error(
      'The database has ended; data/pg.log says why. Start again: nothing that was confirmed is lost.',
    );
    void stop(1);
  });
  void server.databaseReplaced.then(() => stop(1));
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
