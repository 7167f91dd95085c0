// Several server processes behind one address: each request goes to the next one. They share the database, the key folder
// and the test's clock, which is a file that they read at every question.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { LogEntry } from '#server/log.ts';
import type { TestApp, TestClock } from './test-server.ts';

export interface NodeSetting {
  readonly url: string;
  readonly keyDir: string;
  readonly origin: string;
  readonly clock: TestClock;
}

export interface ServerNodes {
  readonly app: TestApp;
  readonly clock: TestClock;
  /** What all of them have logged. */
  readonly log: readonly LogEntry[];
  readonly stop: () => Promise<void>;
}

export async function startNodes(count: number, setting: NodeSetting): Promise<ServerNodes> {
  const dir = mkdtempSync(path.join(tmpdir(), 'tessera-nodes-'));
  const clockFile = path.join(dir, 'now');
  const log: LogEntry[] = [];
  writeClock(clockFile, setting.clock.nowMs());
  const nodes = await Promise.all(Array.from({ length: count }, () => startNode(setting, clockFile, log)));
  let turn = 0;
  return {
    app: {
      request: (url, init) => {
        turn += 1;
        const { pathname, search } = new URL(url);
        return fetch(`http://127.0.0.1:${nodes[turn % count]!.port}${pathname}${search}`, init);
      },
    },
    clock: {
      ...setting.clock,
      advance: (ms) => {
        setting.clock.advance(ms);
        writeClock(clockFile, setting.clock.nowMs());
      },
    },
    log,
    stop: async () => {
      await Promise.all(nodes.map(({ child }) => end(child)));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

interface Node {
  readonly child: ChildProcess;
  readonly port: number;
}

function startNode({ url, keyDir, origin }: NodeSetting, clockFile: string, log: LogEntry[]): Promise<Node> {
  const args = ['test/support/server-node-cli.ts', url, keyDir, origin, clockFile];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let rest = '';
    child.once('exit', (code) => reject(new Error(`a server process ended with ${code}`)));
    child.stdout!.on('data', (chunk) => {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop()!;
      for (const entry of lines.map((line) => JSON.parse(line) as LogEntry)) {
        log.push(entry);
        if (entry.event === 'listening') resolve({ child, port: Number(entry['port']) });
      }
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  const gone = new Promise((done) => child.once('exit', done));
  child.stdin!.end();
  await gone;
}

/** In one step: a file that is being rewritten reads as empty for an instant. */
function writeClock(file: string, nowMs: number): void {
  writeFileSync(`${file}.next`, String(nowMs));
  renameSync(`${file}.next`, file);
}

/** For the child: the clock of the test, as its file has it now. */
export function fileClock(file: string) {
  const nowMs = () => Number(readFileSync(file, 'utf8'));
  return { nowMs, monotonicMs: nowMs };
}
