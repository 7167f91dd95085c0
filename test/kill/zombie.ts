// What a killed life leaves in the lock files names a zombie, another program or nothing at all: the next start gets past
// it. The zombies are real: the server runs below a first process that does not wait for the dead, as in many containers.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { treeOf } from '../support/process-tree.ts';
import { DEATHS, type Death, type House, openHouse } from './house.ts';
import type { KillOptions, Round } from './round.ts';
import { shopRounds } from './shop-rounds.ts';

const NEEDS = 'it needs Linux, root, unshare and nsenter';

export async function* killToZombie(options: KillOptions): AsyncGenerator<Round, void> {
  if (options.database !== 'embedded') {
    console.log('only the embedded database leaves its lock to us');
    return;
  }
  const container = await openContainer();
  if (container === undefined) {
    console.log(`zombies cannot be made here: ${NEEDS}`);
    return;
  }
  const house = await openHouse({ database: 'embedded', prefix: container.prefix });
  if (house === undefined) return;
  try {
    yield* shopRounds(house, waysIn(container), options);
  } finally {
    await house.end();
    container.end();
  }
}

interface Container {
  /** Runs a program in it. */
  readonly prefix: readonly string[];
  /** Numbers of its zombies, as seen inside. */
  readonly zombies: () => readonly number[];
  readonly end: () => void;
}

/** A namespace of process numbers whose first process sleeps for ever, and so waits for nobody. */
async function openContainer(): Promise<Container | undefined> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  if (['unshare', 'nsenter'].some((tool) => spawnSync(tool, ['--version']).status !== 0)) return undefined;
  const options = ['--pid', '--fork', '--mount-proc', '--kill-child', 'sleep', 'infinity'];
  const outer = spawn('unshare', options, { stdio: 'ignore' });
  const first = await firstProcess(outer);
  if (first === undefined) return undefined;
  return {
    prefix: ['nsenter', '--target', String(first), '--pid', '--mount', '--wd=.', '--'],
    zombies: () => zombiesBelow(first),
    end: () => void outer.kill('SIGKILL'),
  };
}

async function firstProcess(outer: ChildProcess): Promise<number | undefined> {
  for (let tries = 0; tries < 100 && outer.exitCode === null; tries++) {
    const inner = treeOf([outer.pid!]).find(
      (pid) => pid !== outer.pid && readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'sleep',
    );
    if (inner !== undefined) return inner;
    await sleep(20);
  }
  return undefined;
}

function zombiesBelow(parent: number): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    try {
      const status = readFileSync(`/proc/${Number(name)}/status`, 'utf8');
      const isZombie = /^State:\s*Z/m.test(status) && status.includes(`\nPPid:\t${parent}\n`);
      const inside = /^NSpid:.*\t(\d+)$/m.exec(status)?.[1];
      return isZombie && inside !== undefined ? [Number(inside)] : [];
    } catch {
      return [];
    }
  });
}

/** What is killed dies at its next turn, and only then is it one. */
async function isZombieSoon({ zombies }: Container, pid: number): Promise<boolean> {
  for (let tries = 0; tries < 250; tries++) {
    if (zombies().includes(pid)) return true;
    await sleep(20);
  }
  return false;
}

function waysIn(container: Container): Readonly<Record<string, Death>> {
  const everything = DEATHS['server and database']!;
  const lockOf = ({ server }: House) => path.join(server.dataDir, 'pg', 'postmaster.pid');
  const ownerOf = ({ server }: House) => path.join(server.dataDir, 'server.pid');
  return {
    'all killed, its database a zombie': async (house, throwDice) => {
      const wrong = await everything(house, throwDice);
      const locked = Number(readFileSync(lockOf(house), 'utf8').split('\n')[0]);
      return (await isZombieSoon(container, locked)) ? wrong : [...wrong, 'the lock names no zombie'];
    },
    'all killed, both locks name another program': async (house, throwDice) => {
      const wrong = await everything(house, throwDice);
      // Number 1 runs, inside the container as everywhere.
      writeFileSync(lockOf(house), readFileSync(lockOf(house), 'utf8').replace(/^\d+/, '1'));
      writeFileSync(ownerOf(house), readFileSync(ownerOf(house), 'utf8').replace(/^\d+/, '1'));
      return wrong;
    },
    'all killed, both locks empty': async (house, throwDice) => {
      const wrong = await everything(house, throwDice);
      truncateSync(lockOf(house));
      truncateSync(ownerOf(house));
      return wrong;
    },
  };
}
