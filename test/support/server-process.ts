// The real server as its own process: it can be killed in mid-sentence and started again on the same data.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import { killTree } from './process-tree.ts';

const START_LIMIT_MS = 60_000;

export interface ServerProcess {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  /** Of the process started last; absent when it has ended. */
  pid(): number | undefined;
  /** Starts (again) on the same port and data; returns when it answers. */
  start(): Promise<void>;
  /** SIGKILL to the server, its database and every connection of that: no chance to finish anything. */
  kill(): Promise<void>;
  /** SIGKILL to the server alone: its database lives on as an orphan. */
  killServerOnly(): Promise<void>;
  /** Waits until a running server answers (again). */
  answers(): Promise<void>;
  /** Runs the operator's command against this server's data; what it printed. */
  admin(...args: readonly string[]): Promise<string>;
  /** Ends it and removes its data. */
  end(): Promise<void>;
}

export interface ServerSurroundings {
  /** Instead of a temporary folder of its own. */
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What goes before the program on its command line. */
  readonly prefix?: readonly string[];
}

/** `more`: options of the server beyond its port and its data. */
export async function createServerProcess(
  more: readonly string[] = [],
  { dataDir, env = {}, prefix = [] }: ServerSurroundings = {},
): Promise<ServerProcess> {
  const data = dataDir ?? mkdtempSync(join(tmpdir(), 'tessera-server-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const options = ['--port', String(port), '--data', data, '--stop-with-parent', ...more];
    const [program, ...rest] = [...prefix, process.execPath, 'src/server/start.ts', ...options];
    child = spawn(program!, rest, {
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
      env: { ...process.env, ...env },
    });
    await answering(child, url);
  };
  const pid = (): number | undefined =>
    child === undefined || child.exitCode !== null || child.signalCode !== null ? undefined : child.pid;
  const killBy = async (end: (pid: number) => void): Promise<void> => {
    const running = pid();
    if (running === undefined) return;
    const gone = new Promise((done) => child!.once('exit', done));
    end(running);
    await gone;
  };
  return {
    url,
    port,
    dataDir: data,
    pid,
    start,
    kill: () => killBy(killTree),
    killServerOnly: () => killBy((running) => process.kill(running, 'SIGKILL')),
    answers: () => answering(child!, url),
    admin: async (...args) => {
      const command = ['src/server/admin/main.ts', ...args, '--data', data];
      const options = { env: { ...process.env, ...env } };
      return (await promisify(execFile)(process.execPath, command, options)).stdout;
    },
    end: async () => {
      await stop(child);
      if (dataDir === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Waits until the API answers; rejects with what the server printed when it does not. */
async function answering(child: ChildProcess, url: string): Promise<void> {
  let printed = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk) => (printed += String(chunk)));
  const deadline = performance.now() + START_LIMIT_MS;
  while (performance.now() < deadline && child.exitCode === null && child.signalCode === null) {
    const answer = await fetch(`${url}/api/v1/health`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`the server did not start:\n${printed}`);
}

async function stop(child: ChildProcess | undefined): Promise<void> {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const patience = setTimeout(() => killTree(child.pid!), 10_000);
  await gone;
  clearTimeout(patience);
}
