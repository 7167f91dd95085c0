import type { CatalogueReply } from '#api/catalogue.ts';
import { isKnownKind, isPushable } from '#api/sync.ts';
import type { Clock } from '#base/ports.ts';
import { createSyncCursor, createSyncOutbox } from '#storage/sync-ports.ts';
import { createSyncer } from '#sync/syncer.ts';
import type { Connection } from '#worker/shared/connection.ts';
import { createNews } from '#worker/shared/news.ts';
import { createReplyStore } from '#worker/shared/reply-store.ts';
import {
  type SyncDriver,
  type SyncDriverDeps,
  createSyncDriver,
  wantsPatience,
} from '#worker/shared/sync-driver.ts';
import { createOnce } from '#worker/shared/once.ts';
import { createSyncTransport } from '#worker/shared/sync-transport.ts';
import { refusalView } from '#worker/shared/refusal-view.ts';
import { checkBalances } from './balance-check.ts';
import {
  enrolAgain,
  enrolledDevice,
  ensureEnrolled,
  isKeyLost,
  isMemberWithoutPaper,
  storedMember,
} from './enrol.ts';
import { sendPendingLinks } from './link-device.ts';
import { sendPendingMoves } from './move-voucher.ts';
import { noteRemoved } from './own-devices.ts';
import type { Folds } from './programme-fold.ts';
import { createChangeReader } from './receive-changes.ts';
import { readAgain } from './read-again.ts';
import { reverifyReceipts } from './reverify.ts';
import { tellAgain } from './tell-again.ts';
import type { WalletDeps } from './wallet-deps.ts';
import { isStranger } from '#worker/shared/server-key-pin.ts';

/** Merchants and programmes change rarely; ten minutes is soon enough for a customer. */
const CATALOGUE_EVERY_MS = 10 * 60_000;

/** Puts the syncer together for the wallet. */
export function createWalletSync(deps: WalletDeps, folds: Folds, connection: Connection): SyncDriver {
  const { around, stores, journal, broadcast } = deps;
  const signer = async () => (await enrolledDevice(deps))?.signer;
  const transport = createSyncTransport(deps.http, signer, () => isSameMemberAgain(deps));
  const news = createNews(broadcast.changed);
  const lookThrough = createOnce(stores.store.lookThrough);
  const syncer = createSyncer({
    transport,
    outbox: createSyncOutbox(stores.store, isPushable),
    cursor: createSyncCursor(stores.store, isKnownKind),
    replies: createReplyStore({
      stores,
      journal,
      signer,
      changes: createChangeReader(deps),
      clock: around.clock,
      onApplied: news.kept,
    }),
    clock: around.clock,
    random: around.random,
  });
  return createSyncDriver({
    app: 'wallet',
    syncer: { drain: (order) => syncer.drain(order).finally(news.ended) },
    connection: {
      ...connection,
      problem: (problem) => {
        if (problem?.kind === 'revoked') void noteRemoved(deps);
        connection.problem(problem);
      },
    },
    exclusive: around.exclusive,
    timers: around.timers,
    clock: around.clock,
    random: around.random,
    onBug: around.onBug,
    before: createPreparation(deps, connection, around.clock),
    afterQuiet: async () => {
      await checkBalances(deps, folds);
      await tellAgain(deps, transport);
    },
    afterSent: async () => {
      // Not before all is heard: one whose answer was lost may have been done, and the voucher have come back since.
      await sendPendingMoves(deps);
      await lookThrough();
    },
  });
}

/** Before each sync: a fresh catalogue when it is due, a certificate that lasts. */
function createPreparation(deps: WalletDeps, connection: Connection, clock: Clock): SyncDriverDeps['before'] {
  let nextCatalogueMs = 0;

  /** `false` when a stranger answers in the server's place: it gets nothing of ours. */
  async function refreshCatalogue(): ReturnType<SyncDriverDeps['before']> {
    const refreshed = await deps.catalogue.refresh();
    if (!refreshed.ok) {
      // One that only failed at this may still take what there is to send.
      if (wantsPatience(refreshed.error)) return refreshed.error;
      connection.problem(refreshed.error.kind === 'unreachable' ? undefined : refusalView(refreshed.error));
      return !isStranger(refreshed.error.kind);
    }
    connection.problem(undefined);
    nextCatalogueMs = clock.monotonicMs() + CATALOGUE_EVERY_MS;
    if (refreshed.value) deps.broadcast.changed('programmes', 'vouchers', 'activity');
    return true;
  }

  let readWith: CatalogueReply | undefined;

  /** Whoever fetched the catalogue: a link or the changes of the last sync may have been first, and a start knows of none. */
  async function readWaiting(): Promise<void> {
    const known = await deps.catalogue.current();
    if (known === undefined || known.reply === readWith) return;
    await reverifyReceipts(deps);
    await readAgain(deps);
    readWith = known.reply;
  }

  return async () => {
    const known = await enrolledDevice(deps);
    // Without a member there is nothing to sync, and only the catalogue can tell whether the server is there.
    const isHere = (await deps.catalogue.current()) !== undefined;
    const isDue = known === undefined || !isHere || clock.monotonicMs() >= nextCatalogueMs;
    const refreshed = isDue ? await refreshCatalogue() : true;
    if (refreshed !== true) return refreshed;
    if (await deps.statusLists.refresh()) deps.broadcast.changed('device', 'programmes', 'vouchers');
    if (await isKeyLost(deps)) connection.problem({ kind: 'backup_before_recovery' });
    const isMember = known !== undefined || (await isMemberWithoutPaper(deps));
    if (!isMember || !(await ensureEnrolled(deps)).ok) return false;
    await readWaiting();
    await sendPendingLinks(deps);
    return true;
  };
}

/** What was about to be sent speaks of the member that this device was. */
async function isSameMemberAgain(deps: WalletDeps): Promise<boolean> {
  const before = await storedMember(deps);
  const again = await enrolAgain(deps);
  return again.ok && again.value.memberId === before;
}
