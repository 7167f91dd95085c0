import { assert } from '#base/assert.ts';
import type { Bytes } from '#base/bytes.ts';
import type { Clock, Random } from '#base/ports.ts';
import { type Result, err, ok } from '#base/result.ts';
import { uuidV7 } from '#base/uuid.ts';
import { RECORD_LIMITS } from '#protocol/cbor.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { makeJournalRecord } from '#protocol/journal-record.ts';
import { openMessage } from '#protocol/open-message.ts';
import type { Signer } from '#protocol/signer.ts';
import type { JournalHead } from '#storage/meta-store.ts';
import type { RecordDraft, SealedRecord } from '#storage/outbox-store.ts';
import type { SharedRepositories } from '#storage/shared-stores.ts';
import type { StorageRefusal, Store } from '#storage/store.ts';
import type { Exclusive } from './surroundings.ts';

export type NewRecord = Omit<RecordDraft, 'id'> & {
  /** For a record whose id its effects must know beforehand; made with `newId`. */
  readonly id?: string;
};

export interface Journal<R> {
  readonly newId: () => string;
  /**
   * Seals a record and commits it together with what `effects` writes, in one strict transaction: when the result is
   * ok, both survive a power cut. `effects` must await nothing but the repositories and may run again.
   */
  readonly append: (
    signer: Signer,
    record: NewRecord,
    effects: (repositories: R, id: string) => Promise<void>,
  ) => Promise<Result<SealedRecord, StorageRefusal>>;
  /** Seals drafts again as the first records of a new epoch: for records whose place the server knows otherwise. */
  readonly resealInNewEpoch: (signer: Signer, drafts: readonly RecordDraft[]) => Promise<ResealedJournal>;
}

export interface ResealedJournal {
  readonly records: readonly SealedRecord[];
  readonly head: JournalHead;
}

export interface JournalDeps<R extends SharedRepositories> {
  readonly app: 'wallet' | 'cashier';
  readonly stores: { readonly store: Store<R> };
  readonly exclusive: Exclusive;
  readonly clock: Clock;
  readonly random: Random;
}

/** Only a re-seal after a `fork` can move the head while the lock is held, so one more try is enough; five is plenty. */
const MAX_TRIES = 5;
const MOVED = Symbol('the head moved');

/** The device's own chain of records, sealed once and sent as the same bytes for ever: src/api/README.md, "A round of sync". */
export function createJournal<R extends SharedRepositories>(deps: JournalDeps<R>): Journal<R> {
  const { stores, clock, random } = deps;
  const { store } = stores;
  const newId = () => uuidV7(clock.nowMs(), random.bytes(10));

  async function appendOnce(
    signer: Signer,
    draft: RecordDraft,
    effects: (repositories: R, id: string) => Promise<void>,
  ) {
    const stored = await store.read(({ meta }) => meta.get('journal'));
    const head = stored ?? newEpoch(random);
    const sealed = await seal(signer, draft, head, clock);
    const written = await store.write(async (repositories) => {
      const { meta, outbox } = repositories;
      if (!sameHead(await meta.get('journal'), stored)) return MOVED;
      await outbox.append(sealed.record);
      await meta.put('journal', sealed.head);
      await effects(repositories, draft.id);
      return sealed.record;
    });
    return written;
  }

  return {
    newId,
    append: (signer, record, effects) =>
      deps.exclusive.run(`tessera-${deps.app}-journal`, async () => {
        const draft: RecordDraft = { ...record, id: record.id ?? newId() };
        for (let tries = 0; tries < MAX_TRIES; tries++) {
          const written = await appendOnce(signer, draft, effects);
          if (!written.ok) return written;
          if (written.value !== MOVED) return ok(written.value);
        }
        return err({ kind: 'storage_failed' });
      }),
    resealInNewEpoch: async (signer, drafts) => {
      let head = newEpoch(random);
      const records: SealedRecord[] = [];
      for (const draft of drafts) {
        const sealed = await seal(signer, draft, head, clock);
        records.push(sealed.record);
        head = sealed.head;
      }
      return { records, head };
    },
  };
}

/** Runs inside the caller's transaction. */
export async function keepResealed(
  { outbox, meta }: Pick<SharedRepositories, 'outbox' | 'meta'>,
  { records, head }: ResealedJournal,
): Promise<void> {
  for (const record of records) await outbox.reseal(record);
  await meta.put('journal', head);
}

/** Random, so that a copied or rolled-back profile never continues somebody else's numbers. */
function newEpoch(random: Random): JournalHead {
  const [a, b, c, d] = random.bytes(4);
  return {
    epoch: ((a! << 24) | (b! << 16) | (c! << 8) | d!) >>> 0,
    sequence: 0,
    previous: new Uint8Array(8),
  };
}

function sameHead(a: JournalHead | undefined, b: JournalHead | undefined): boolean {
  return a?.epoch === b?.epoch && a?.sequence === b?.sequence;
}

async function seal(
  signer: Signer,
  draft: RecordDraft,
  head: JournalHead,
  clock: Clock,
): Promise<{ readonly record: SealedRecord; readonly head: JournalHead }> {
  const sequence = head.sequence + 1;
  const { id, kind, parts, occurredAtMs } = draft;
  const cose = await makeJournalRecord(
    {
      issuedAtS: Math.floor(clock.nowMs() / 1_000),
      eventId: id,
      epoch: head.epoch,
      sequence,
      kind,
      parts,
      occurredAtMs,
      previous: head.previous,
    },
    signer,
  );
  return {
    record: { id, kind, parts, occurredAtMs, epoch: head.epoch, sequence, cose },
    head: { epoch: head.epoch, sequence, previous: (await idOf(cose)).slice(0, 8) },
  };
}

async function idOf(cose: Bytes): Promise<Bytes> {
  const opened = openMessage(cose, RECORD_LIMITS);
  assert(opened.ok, 'a record just sealed opens');
  return messageIdOf(opened.value.sign1);
}
