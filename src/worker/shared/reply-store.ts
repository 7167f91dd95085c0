import { isKnownKind } from '#api/sync.ts';
import type { Topic } from '#bridge/changes.ts';
import { type Result, err } from '#base/result.ts';
import type { Clock } from '#base/ports.ts';
import { CLOCK_TOLERANCE_MS } from '#protocol/certificate-life.ts';
import type { Signer } from '#protocol/signer.ts';
import type { ClockMarks, SkippedChanges, StoredPosition } from '#storage/meta-store.ts';
import type { SharedRepositories } from '#storage/shared-stores.ts';
import type { StorageRefusal, Store } from '#storage/store.ts';
import type { ReplyStore, Settlement } from '#sync/ports.ts';
import { type Journal, keepResealed, type ResealedJournal } from './journal.ts';

/** What an app makes of the changes of one answer, all verification done. */
export interface PreparedChanges<R> {
  /** Runs inside the transaction that keeps the answer; awaits nothing but its repositories. */
  readonly write: (repositories: R) => Promise<void>;
  readonly topics: readonly Topic[];
}

/** The app's part of applying an answer: verify and decode first, since no WebCrypto may run in a transaction. */
export interface ChangeReader<R> {
  readonly prepare: (settlement: Settlement) => Promise<PreparedChanges<R>>;
}

export interface ReplyStoreDeps<R extends SharedRepositories> {
  readonly stores: { readonly store: Store<R> };
  readonly journal: Journal<R>;
  readonly signer: () => Promise<Signer | undefined>;
  readonly changes: ChangeReader<R>;
  readonly clock: Clock;
  /** After the commit. */
  readonly onApplied: (topics: readonly Topic[]) => void;
}

/** Results, changes and position of one answer in one strict transaction: any call can be cut anywhere and repeated. */
export function createReplyStore<R extends SharedRepositories>(deps: ReplyStoreDeps<R>): ReplyStore {
  const { stores, clock } = deps;
  const { store } = stores;

  async function reseal(ids: readonly string[]): Promise<ResealedJournal | undefined> {
    const signer = ids.length === 0 ? undefined : await deps.signer();
    if (signer === undefined) return undefined;
    return deps.journal.resealInNewEpoch(signer, await store.read(({ outbox }) => outbox.byIds(ids)));
  }

  async function keep(
    repositories: R,
    settlement: Settlement,
    resealed: ResealedJournal | undefined,
  ): Promise<void> {
    const { outbox, decisions, meta } = repositories;
    const nowMs = clock.nowMs();
    const decided = settlement.decided.map(({ id }) => id);
    if (settlement.serverRestored) await outbox.reopenDecided(new Set(decided));
    await outbox.markDecided(decided, nowMs);
    await decisions.put(settlement.decided, nowMs);
    if (resealed !== undefined) await keepResealed(repositories, resealed);
    await meta.put('position', positionAfter(await meta.get('position'), settlement));
    const skipped = await meta.get('skipped');
    if (skipped !== undefined || settlement.later.length > 0)
      await meta.put('skipped', skippedAfter(skipped, settlement));
    await meta.put('clock', marksAfter(await meta.get('clock'), settlement.serverNowMs, nowMs));
    await outbox.prune(nowMs);
  }

  return {
    apply: async (settlement): Promise<Result<null, StorageRefusal>> => {
      const resealed = await reseal(settlement.forked);
      const changes = await deps.changes.prepare(settlement);
      const written = await store.write(async (repositories) => {
        await keep(repositories, settlement, resealed);
        await changes.write(repositories);
        return null;
      });
      if (!written.ok) return err(written.error);
      deps.onApplied(['connection', ...changes.topics]);
      return written;
    },
  };
}

/** Who met a spoilt row while the answer was on its way has asked for everything again, and that is still to come. */
function positionAfter(
  stored: StoredPosition | undefined,
  { position, snapshotAt }: Settlement,
): StoredPosition {
  const isAskedAnew = stored?.snapshot?.at === 0 && snapshotAt !== 0;
  return isAskedAnew ? { ...position, snapshot: stored.snapshot } : position;
}

/** Kinds that this build knows have just been asked for again. A stream that starts over has nothing skipped yet. */
function skippedAfter(
  before: SkippedChanges | undefined,
  { later, serverRestored }: Settlement,
): SkippedChanges {
  const kept = serverRestored ? [] : (before?.kinds ?? []).filter((kind) => !isKnownKind(kind));
  const first = later.length === 0 ? [] : [later[0]!.seq - 1];
  return {
    kinds: [...new Set([...kept, ...later.map(({ kind }) => kind)])],
    cursor: Math.min(...(kept.length === 0 ? [] : [before!.cursor]), ...first, Number.MAX_SAFE_INTEGER),
  };
}

/** Beyond the server's own time nothing has certainly passed: such a mark is of a clock here that was ahead. */
function marksAfter(before: ClockMarks | undefined, serverNowMs: number, nowMs: number): ClockMarks {
  const markMs = before?.highWaterMarkMs ?? 0;
  const isAhead = markMs > serverNowMs + CLOCK_TOLERANCE_MS;
  return {
    highWaterMarkMs: isAhead ? serverNowMs : Math.max(markMs, serverNowMs),
    offsetMs: serverNowMs - nowMs,
    lastSyncMs: nowMs,
  };
}
