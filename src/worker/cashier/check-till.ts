import type { TillCheck } from '#bridge/cashier-doctor.ts';
import type { StorageView } from '#bridge/common-views.ts';
import type { Clock } from '#base/ports.ts';
import type { CashierStores } from '#storage/cashier-stores.ts';
import type { Catalogue } from '#worker/shared/catalogue.ts';
import type { StatusLists } from '#worker/shared/status-lists.ts';

export interface CheckTillDeps {
  readonly stores: CashierStores;
  readonly catalogue: Catalogue;
  readonly statusLists: Pick<StatusLists, 'known'>;
  readonly clock: Clock;
  readonly storageView: () => Promise<StorageView>;
}

/** Facts about this till now. It refuses nothing: what cannot be found out is absent. */
export async function checkTill(deps: CheckTillDeps): Promise<TillCheck> {
  const { stores, catalogue, clock } = deps;
  const writeMs = await timedWrite(deps);
  await stores.store.lookThrough();
  const [storage, known, status, kept] = await Promise.all([
    deps.storageView(),
    catalogue.current(),
    deps.statusLists.known(),
    stores.store.read(async ({ meta, outbox, quarantine }) => ({
      marks: await meta.get('clock'),
      enrolment: await meta.get('enrolment'),
      outbox: await outbox.stats(),
      setAside: await quarantine.count(),
    })),
  ]);
  const { marks, enrolment, outbox, setAside } = kept;
  const atMs = clock.nowMs();
  const statusFromS = Math.min(...[...status.lists.values()].map(({ issuedAtS }) => issuedAtS));
  return {
    atMs,
    storage,
    clockBehindMs: Math.max(0, (marks?.highWaterMarkMs ?? 0) - atMs),
    unsent: outbox.unsent,
    setAside,
    ...(writeMs === undefined ? {} : { writeMs }),
    ...(marks?.offsetMs === undefined ? {} : { clockOffsetMs: marks.offsetMs }),
    ...(marks?.lastSyncMs === undefined ? {} : { lastSyncMs: marks.lastSyncMs }),
    ...(outbox.oldestUnsentMs === undefined ? {} : { oldestUnsentMs: outbox.oldestUnsentMs }),
    ...(Number.isFinite(statusFromS) ? { statusListFromMs: statusFromS * 1_000 } : {}),
    ...(enrolment === undefined ? {} : { certificateUntilMs: enrolment.certificateUntilMs }),
    ...(known === undefined
      ? {}
      : {
          trustListFromMs: known.trustList.issuedAtS * 1_000,
          trustListUntilMs: known.trustList.expiresAtS * 1_000,
        }),
  };
}

/** The very kind of transaction that a sale needs, with a value that cannot have been there before. */
async function timedWrite({ stores, clock }: CheckTillDeps): Promise<number | undefined> {
  const { store } = stores;
  const mark = clock.nowMs();
  const fromMs = clock.monotonicMs();
  try {
    const written = await store.write(({ meta }) => meta.put('probe', mark));
    const back = await store.read(({ meta }) => meta.get('probe'));
    return written.ok && back === mark ? clock.monotonicMs() - fromMs : undefined;
  } catch {
    return undefined;
  }
}
