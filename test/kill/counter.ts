// A server and a profile of their own for the targets that tear a profile between two starts of the browser.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '#server/db/open-database.ts';
import { socketAddress } from '#server/db/postgres-address.ts';
import type { Db } from '#server/db/transaction.ts';
import { createServerProcess, type ServerProcess } from '../support/server-process.ts';
import type { Serving } from './counter-at-work.ts';

export interface Counter {
  readonly server: ServerProcess;
  readonly profile: string;
  readonly serving: Serving;
  readonly books: Db;
  readonly end: () => Promise<void>;
}

export async function openCounter(throwDice: () => number): Promise<Counter> {
  const server = await createServerProcess();
  const profile = mkdtempSync(path.join(tmpdir(), 'tessera-profile-'));
  const close = async (): Promise<void> => {
    await server.end();
    rmSync(profile, { recursive: true, force: true });
  };
  try {
    await server.start();
  } catch (error) {
    await close();
    throw error;
  }
  const books = openDatabase(socketAddress(server.dataDir), 2);
  return {
    server,
    profile,
    serving: {
      url: `http://localhost:${server.port}`,
      amount: () => 100 + Math.floor(throwDice() * 900),
      acknowledged: { sold: new Map(), kept: new Set(), passes: [] },
    },
    books,
    end: async () => {
      await books.destroy();
      await close();
    },
  };
}
