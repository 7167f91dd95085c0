import { type Bytes, bytesFromHex, hexFromBytes } from '#base/bytes.ts';
import { assert } from '#base/assert.ts';
import type { Clock } from '#base/ports.ts';
import { type Result, err, ok } from '#base/result.ts';
import { messageIdOf } from '#protocol/cose-sign1.ts';
import { openMessage } from '#protocol/open-message.ts';
import type { CertifiedSigner } from '#protocol/signer.ts';
import type { ReplayStore } from '#protocol/verdict.ts';
import type { TillReceiptRow } from '#storage/cashier-receipt-store.ts';
import type { CashierRepositories, CashierStores } from '#storage/cashier-stores.ts';
import type { ReceiptChain } from '#storage/cashier-till-store.ts';
import type { StorageRefusal } from '#storage/store.ts';
import type { Journal } from '#worker/shared/journal.ts';
import type { Exclusive } from '#worker/shared/surroundings.ts';
import { SALE_LOCK } from './sale-lock.ts';
import { countSale } from './sales-day.ts';
import type { KnownReplay, ReplayKeeper } from './replay-keeper.ts';

/** The place of a receipt in the till's chain. */
export interface ReceiptPlace {
  readonly sequence: number;
  readonly previous: Bytes;
  readonly atMs: number;
}

/** A receipt that may be made: everything but its place is decided. */
export interface ReceiptPlan {
  readonly signer: CertifiedSigner;
  readonly make: (place: ReceiptPlace) => Promise<Bytes>;
  /** What the journal record carries, in the order of protocol type 32. */
  readonly parts: (receipt: Bytes) => readonly Bytes[];
  readonly shown: Omit<TillReceiptRow, 'id' | 'sequence' | 'answers' | 'eventId' | 'atMs' | 'bytes'>;
  /** What the till sells by it, as its limits count it; absent when it sells nothing. */
  readonly sellsMinor?: number;
  /** When making it changes the memory against replay: from what, to what. */
  readonly replay?: { readonly before: KnownReplay; readonly after: ReplayStore };
}

export interface ReceiptWriter {
  /**
   * One receipt per answered message, however often it is asked for: a second call returns the first receipt. `plan`
   * runs while nobody else writes. When the result is ok, receipt, number, journal record and replay memory are on
   * the disk together; otherwise none of them is.
   */
  readonly answer: <E extends { readonly kind: string }>(
    answers: string,
    plan: () => Promise<Result<ReceiptPlan, E>>,
  ) => Promise<Result<TillReceiptRow, E | StorageRefusal>>;
}

export interface ReceiptWriterDeps {
  readonly stores: CashierStores;
  readonly journal: Journal<CashierRepositories>;
  readonly keeper: ReplayKeeper;
  readonly exclusive: Exclusive;
  readonly clock: Clock;
  /** After the commit. */
  readonly onWritten: () => void;
}

const FIRST: ReceiptChain = { sequence: 0, previous: new Uint8Array(8) };

export function createReceiptWriter(deps: ReceiptWriterDeps): ReceiptWriter {
  const { stores, journal, keeper, clock } = deps;
  const { store } = stores;

  async function write(answers: string, plan: ReceiptPlan): Promise<Result<TillReceiptRow, StorageRefusal>> {
    const chain = await store.read(readChain);
    const place = { sequence: chain.sequence + 1, previous: chain.previous, atMs: clock.nowMs() };
    const bytes = await plan.make(place);
    const id = await idOf(bytes);
    const eventId = journal.newId();
    const { sequence, atMs } = place;
    const row = { ...plan.shown, id: hexFromBytes(id), sequence, answers, eventId, atMs, bytes };
    let learnt: KnownReplay | undefined;

    const record = { id: eventId, kind: row.kind, parts: plan.parts(bytes), occurredAtMs: atMs };
    const written = await journal.append(plan.signer, record, async (repositories) => {
      if (plan.sellsMinor !== undefined) await countSale(repositories, plan.sellsMinor, atMs);
      await repositories.receipts.add(row);
      await repositories.till.put('chain', { sequence, previous: id.slice(0, 8) });
      learnt = await saveReplay(repositories, plan, atMs);
    });
    if (!written.ok) return written;
    if (learnt !== undefined) keeper.adopt(learnt);
    deps.onWritten();
    return ok(row);
  }

  async function saveReplay(
    repositories: CashierRepositories,
    { replay }: ReceiptPlan,
    nowMs: number,
  ): Promise<KnownReplay | undefined> {
    if (replay === undefined) return undefined;
    const learnt = await keeper.save(repositories, replay.before, replay.after, nowMs);
    // Only a second tab without Web Locks gets here; throwing takes the whole transaction back.
    assert(learnt !== undefined, 'nobody else writes while the lock is held');
    return learnt;
  }

  return {
    answer: (answers, plan) =>
      deps.exclusive.run(SALE_LOCK, async () => {
        const given = await store.read(({ receipts }) => receipts.answerTo(answers));
        if (given !== undefined) return ok(given);
        const planned = await plan();
        return planned.ok ? write(answers, planned.value) : err(planned.error);
      }),
  };
}

/** Where it stands by what is written of it; should that be lost, by the last receipt: a number is given once. */
export async function readChain({ till, receipts }: CashierRepositories): Promise<ReceiptChain> {
  const chain = await till.get('chain');
  if (chain !== undefined) return chain;
  const [last] = await receipts.latest(1);
  const id = last && bytesFromHex(last.id);
  return id === undefined ? FIRST : { sequence: last!.sequence, previous: id.slice(0, 8) };
}

async function idOf(receipt: Bytes): Promise<Bytes> {
  const opened = openMessage(receipt);
  assert(opened.ok, 'a receipt just signed opens');
  return messageIdOf(opened.value.sign1);
}

/** What the customer may read out over the phone; at most 12 characters on the wire. */
export function tillReference(tillNumber: number, sequence: number): string {
  return `${tillNumber}-${sequence}`.slice(-12);
}
