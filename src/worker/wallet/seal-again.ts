import { RECORD_LIMITS } from '#protocol/cbor.ts';
import { verifySign1 } from '#protocol/cose-sign1.ts';
import { openMessage } from '#protocol/open-message.ts';
import type { Signer } from '#protocol/signer.ts';
import type { OutboxRow } from '#storage/outbox-store.ts';
import type { WalletRepositories } from '#storage/wallet-stores.ts';
import { keepResealed } from '#worker/shared/journal.ts';
import type { WalletDeps } from './wallet-deps.ts';

/**
 * Records that a key sealed which this phone has lost would be forged under the one that it has. What is unsent this one seals
 * itself: the server takes one word of two devices of a member as one. What is decided goes: the server tells it anew as
 * another device's, and one that is put back hears it as that. What it returns runs inside the caller's transaction.
 */
export async function sealAgain(
  { stores, journal }: Pick<WalletDeps, 'stores' | 'journal'>,
  signer: Signer,
): Promise<(repositories: WalletRepositories) => Promise<void>> {
  const foreign: OutboxRow[] = [];
  for (const row of await stores.store.read(({ outbox }) => outbox.all()))
    if (!(await isSealedBy(row, signer))) foreign.push(row);
  const unsent = foreign.filter(({ state }) => state === 0);
  const decided = foreign.filter(({ state }) => state === 1).map(({ id }) => id);
  const resealed = unsent.length === 0 ? undefined : await journal.resealInNewEpoch(signer, unsent);
  return async (repositories) => {
    await repositories.outbox.remove(decided);
    if (resealed !== undefined) await keepResealed(repositories, resealed);
  };
}

async function isSealedBy({ cose }: OutboxRow, { publicKey }: Signer): Promise<boolean> {
  const opened = openMessage(cose, RECORD_LIMITS);
  return opened.ok && verifySign1(opened.value.sign1, publicKey);
}
