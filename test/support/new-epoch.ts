import { createApp } from '#server/app.ts';
import type { TxScope } from '#server/push/steps.ts';
import { newServerEpoch, readServerState } from '#server/server-state.ts';
import { random, type TestServer } from './test-server.ts';

/** Who answers after a backup was put back: the same shops and keys, on a new epoch. What the backup lacks, the caller takes away first. */
export async function onNewEpoch(server: TestServer, txScope: TxScope = 'all'): Promise<TestServer> {
  const { db, keys, clock } = server;
  await newServerEpoch(db, random, clock.nowMs());
  const state = await readServerState(db, random);
  const app = createApp({ db, keys, clock, random, state, txScope, log: () => undefined });
  return { ...server, state, app };
}
