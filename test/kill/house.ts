// A server with its database of either kind, in folders that outlive both, and the ways in which they die.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DatabaseLocation, openDatabase } from '#server/db/open-database.ts';
import { socketAddress } from '#server/db/postgres-address.ts';
import type { Db } from '#server/db/transaction.ts';
import { type ClusterProcess, startPostgres15 } from '../support/postgres-15.ts';
import { freezeTree, killAll, treeOf } from '../support/process-tree.ts';
import { createServerProcess, type ServerProcess } from '../support/server-process.ts';
import { ORIGIN } from '../support/test-server.ts';
import type { Database } from './round.ts';

export interface House {
  readonly server: ServerProcess;
  /** The first process of the database. */
  readonly postmaster: () => number;
  /** Every process of both, stopped where it stands. */
  readonly freeze: () => readonly number[];
  /** Starts what is not running; returns when the server answers. */
  readonly revive: () => Promise<void>;
  /** Reads what is really stored, past the server. */
  readonly withBooks: <T>(work: (books: Db) => Promise<T>) => Promise<T>;
  readonly end: () => Promise<void>;
}

export interface HouseOptions {
  readonly database: Database;
  /** Existing folders for the server's data and for the cluster of PostgreSQL 15; else temporary ones. */
  readonly folders?: { readonly data: string; readonly cluster: string };
  /** Of PostgreSQL 15. */
  readonly settings?: readonly string[];
  /** What goes before the server on its command line. */
  readonly prefix?: readonly string[];
}

export const OPTIONS = ['--api-only', '--origin', ORIGIN];
const SERVER_ENDS_MS = 15_000;

/** Both run when it returns. `undefined` when the database cannot be had; the reason was printed. */
export async function openHouse(options: HouseOptions): Promise<House | undefined> {
  const house = await prepareHouse(options);
  await house?.revive();
  return house;
}

/** As `openHouse`, but the server has never run yet. */
export async function prepareHouse(options: HouseOptions): Promise<House | undefined> {
  const { database, folders, settings = [], prefix = [] } = options;
  const surroundings = { ...(folders === undefined ? {} : { dataDir: folders.data }), prefix };
  if (database === 'embedded') return embeddedHouse(await createServerProcess(OPTIONS, surroundings));
  const folder = folders === undefined ? {} : { folder: folders.cluster };
  const cluster = await startPostgres15({ ...folder, settings });
  if (cluster === undefined) return undefined;
  const env = { DATABASE_URL: cluster.url };
  return clusterHouse(await createServerProcess(OPTIONS, { ...surroundings, env }), cluster);
}

function embeddedHouse(server: ServerProcess): House {
  return {
    server,
    postmaster: () => embeddedPostmaster(server.dataDir),
    freeze: () => freezeRunning(server.pid()),
    revive: () => (server.pid() === undefined ? server.start() : server.answers()),
    withBooks: (work) => withBooks(socketAddress(server.dataDir), work),
    end: () => server.end(),
  };
}

function clusterHouse(server: ServerProcess, cluster: ClusterProcess): House {
  const { url } = cluster;
  return {
    server,
    postmaster: () => cluster.pid()!,
    freeze: () => [...freezeRunning(server.pid()), ...freezeRunning(cluster.pid())],
    revive: async () => {
      if (cluster.pid() === undefined) await cluster.start();
      await (server.pid() === undefined ? server.start() : server.answers());
    },
    withBooks: (work) => withBooks(url, work),
    end: async () => {
      await server.end();
      await cluster.stop();
    },
  };
}

const freezeRunning = (pid: number | undefined): readonly number[] =>
  pid === undefined ? [] : freezeTree(pid);

function embeddedPostmaster(dataDir: string): number {
  return Number(readFileSync(path.join(dataDir, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0]);
}

async function withBooks<T>(location: DatabaseLocation, work: (books: Db) => Promise<T>): Promise<T> {
  const books = openDatabase(location, 2);
  try {
    return await work(books);
  } finally {
    await books.destroy();
  }
}

/** Ends the house in one way; in words what is wrong with how it ended. */
export type Death = (house: House, throwDice: () => number) => Promise<readonly string[]>;

/** In mid-write, whatever is being written. */
export const DEATHS: Readonly<Record<string, Death>> = {
  'server and database': async (house) => {
    await killed(house, house.freeze());
    return [];
  },
  'server alone': async ({ server }) => {
    await server.killServerOnly();
    return [];
  },
  'database alone': async (house) => {
    const { server } = house;
    const isEmbedded = treeOf([server.pid()!]).includes(house.postmaster());
    await killed(house, [house.postmaster()]);
    // A server ends with a database of its own, and lives on without that of somebody else.
    if (!isEmbedded) return [];
    if (await ends(server, SERVER_ENDS_MS)) return [];
    await server.kill();
    return ['the server hung when its database was gone'];
  },
  'one connection of the database': async (house, throwDice) => {
    const connections = treeOf([house.postmaster()]).filter(isConnection);
    const victim = connections[Math.floor(throwDice() * connections.length)];
    if (victim !== undefined) killAll([victim]);
    return [];
  },
};

/** Returns when they are gone: a killed process may take a moment to leave. */
export async function killed(house: House, pids: readonly number[]): Promise<void> {
  const serverToo = pids.includes(house.server.pid() ?? -1);
  killAll(pids);
  if (serverToo) await ends(house.server, SERVER_ENDS_MS);
  for (let waitedMs = 0; waitedMs < 5_000 && pids.some(isAlive); waitedMs += 10) await sleep(10);
}

async function ends(server: ServerProcess, limitMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < limitMs && server.pid() !== undefined; waitedMs += 20) await sleep(20);
  return server.pid() === undefined;
}

const isAlive = (pid: number): boolean => treeOf([pid]).length > 0;

/** `postgres: postgres tessera [local] COMMIT`, not one of the database's own workers. */
function isConnection(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('[local]');
  } catch {
    return false;
  }
}
