// A device over a real database: journal, key and answer keeping as both apps compose them.
import { createSigner, generateSigningKey } from '#protocol/signer.ts';
import type { Signer } from '#protocol/signer.ts';
import type { SharedDatabase } from '#storage/database.ts';
import type { SharedRepositories } from '#storage/shared-stores.ts';
import type { Clock, Random } from '#base/ports.ts';
import { createLockExclusive } from '#worker/shared/exclusive.ts';
import { type Journal, createJournal } from '#worker/shared/journal.ts';
import { type ChangeReader, createReplyStore } from '#worker/shared/reply-store.ts';
import type { ReplyStore } from '#sync/ports.ts';
import { openSharedDatabase } from './memory-database.ts';
import { type OpenSharedStores, openSharedStores } from './open-stores.ts';

export interface TestDevice {
  readonly db: SharedDatabase;
  readonly stores: OpenSharedStores;
  readonly signer: Signer;
  readonly journal: Journal<SharedRepositories>;
  readonly replies: ReplyStore;
}

export const NO_CHANGES: ChangeReader<SharedRepositories> = {
  prepare: async () => ({ write: async () => undefined, topics: [] }),
};

export async function newSigner(): Promise<Signer> {
  return createSigner(await generateSigningKey({ extractable: false }));
}

/** A clock that moves one second per question. */
export function tickingClock(startMs = 1_750_000_000_000): Clock {
  let ticks = 0;
  const nowMs = () => startMs + 1_000 * (ticks += 1);
  return { nowMs, monotonicMs: nowMs };
}

export const systemRandom: Random = { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) };

export function createTestDevice(signer: Signer, name?: string, changes = NO_CHANGES): TestDevice {
  const db = openSharedDatabase(name);
  const stores = openSharedStores(db);
  const clock = tickingClock();
  const journal = createJournal({
    app: 'wallet',
    stores,
    exclusive: createLockExclusive(undefined),
    clock,
    random: systemRandom,
  });
  const replies = createReplyStore({
    stores,
    journal,
    signer: async () => signer,
    changes,
    clock,
    onApplied: () => undefined,
  });
  return { db, stores, signer, journal, replies };
}
