// The real server as its own process: it can be killed in mid-sentence and started again on the same data.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';

const START_LIMIT_MS = 60_000;

export interface ServerProcess {
  readonly url: string;
  readonly port: number;
  readonly dataDir: string;
  /** Starts (again) on the same port and data; returns when it answers. */
  start(): Promise<void>;
  /** SIGKILL to the server and its database: no chance to finish anything. */
  kill(): Promise<void>;
  /** SIGKILL to the server alone: its database lives on as an orphan. */
  killServerOnly(): Promise<void>;
  /** Runs the operator's command against this server's data; what it printed. */
  admin(...args: readonly string[]): Promise<string>;
  /** Ends it and removes its data. */
  end(): Promise<void>;
}

/** `more`: options of the server beyond its port and its data. */
export async function createServerProcess(more: readonly string[] = []): Promise<ServerProcess> {
  const data = mkdtempSync(join(tmpdir(), 'tessera-server-'));
  const port = await freePort();
  const url = `http://localhost:${port}`;
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child = spawn(
      process.execPath,
      ['src/server/start.ts', '--port', String(port), '--data', data, '--stop-with-parent', ...more],
      {
        stdio: ['pipe', 'pipe', 'pipe'],
        detached: true,
      },
    );
    await answering(child, url);
  };
  const killAs = async (idOf: (pid: number) => number): Promise<void> => {
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child!.once('exit', done));
    process.kill(idOf(child.pid), 'SIGKILL');
    await gone;
  };
  return {
    url,
    port,
    dataDir: data,
    start,
    kill: () => killAs((pid) => -pid),
    killServerOnly: () => killAs((pid) => pid),
    admin: async (...args) => {
      const command = ['src/server/admin/main.ts', ...args, '--data', data];
      return (await promisify(execFile)(process.execPath, command)).stdout;
    },
    end: async () => {
      await stop(child);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** Waits until the API answers; rejects with what the server printed when it does not. */
async function answering(child: ChildProcess, url: string): Promise<void> {
  let printed = '';
  child.stdout!.on('data', (chunk) => (printed += String(chunk)));
  child.stderr!.on('data', (chunk) => (printed += String(chunk)));
  const deadline = performance.now() + START_LIMIT_MS;
  while (performance.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${url}/api/v1/health`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`the server did not start:\n${printed}`);
}

async function stop(child: ChildProcess | undefined): Promise<void> {
  if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGTERM');
  const patience = setTimeout(() => process.kill(-child.pid!, 'SIGKILL'), 10_000);
  await gone;
  clearTimeout(patience);
}
