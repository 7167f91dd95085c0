import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { runningProcess } from '#server/db/process-state.ts';
import { endTree, freezeTree, killAll, RUN_MARK, treeOf } from './process-tree.ts';

const WAIT = 'setInterval(() => undefined, 1000)';
/** Starts a child in a session of its own, as Playwright starts browsers, says its number, and `then` does something. */
const startAnother = (then: string) => `
  const child = require('node:child_process')
    .spawn(process.execPath, ['-e', ${JSON.stringify(WAIT)}], { detached: true, stdio: 'ignore' });
  child.unref();
  process.stdout.write(String(child.pid), () => { ${then} });`;

const started: number[] = [];
afterEach(() => killAll(started.splice(0)));

function start(code: string, mark?: string): ChildProcess {
  const env = { ...process.env, ...(mark === undefined ? {} : { [RUN_MARK]: mark }) };
  const child = spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'], env });
  started.push(child.pid!);
  return child;
}

async function grandchildOf(child: ChildProcess): Promise<number> {
  const pid = Number(await new Promise((done) => child.stdout!.once('data', (text) => done(String(text)))));
  started.push(pid);
  expect(runningProcess(pid)).toBeDefined();
  return pid;
}

async function isGone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100 && runningProcess(pid) !== undefined; tries++) await sleep(20);
  return runningProcess(pid) === undefined;
}

test('a browser in a session of its own ends with the suite that started it', async () => {
  const suite = start(startAnother(WAIT));
  const browser = await grandchildOf(suite);
  const bystander = start(WAIT);
  expect(treeOf([suite.pid!])).toEqual(expect.arrayContaining([suite.pid, browser]));
  endTree(suite.pid!);
  expect(await isGone(suite.pid!)).toBe(true);
  expect(await isGone(browser)).toBe(true);
  expect(runningProcess(bystander.pid!)).toBeDefined();
});

test.runIf(process.platform === 'linux')(
  'one whose starter has gone is known by the mark of the run, and that of another run is left alone',
  async () => {
    const [mark, other] = [randomUUID(), randomUUID()];
    const suite = start(WAIT, mark);
    const orphan = await grandchildOf(start(startAnother('process.exit()'), mark));
    const elsewhere = await grandchildOf(start(startAnother('process.exit()'), other));
    endTree(suite.pid!, mark);
    expect(await isGone(suite.pid!)).toBe(true);
    expect(await isGone(orphan)).toBe(true);
    expect(runningProcess(elsewhere)).toBeDefined();
  },
);

test('a frozen tree stands still, down to the last, and can be killed as it is', async () => {
  const suite = start(startAnother(WAIT));
  const browser = await grandchildOf(suite);
  const frozen = freezeTree(suite.pid!);
  expect(frozen).toEqual([suite.pid, browser]);
  killAll(frozen);
  expect(await isGone(suite.pid!)).toBe(true);
  expect(await isGone(browser)).toBe(true);
});
