// What one programme's fold is to the views: exact and at once, or last known while the long way to it is gone.
import type { MemberState } from '#loyalty/engine/outcome.ts';
import { FoldRefusal } from '#loyalty/engine/refusal.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import { type Course, createProgrammeLedgers, type ProgrammeLedgers } from './fold-course.ts';
import { createGlance, foldFromGlance } from './fold-glance.ts';
import { WITHOUT_REST } from './fold-ledger.ts';
import type { FoldAnswer, FoldDeps, FoldRequest } from './programme-fold.ts';
import { createLongFold, type LongFold } from './long-fold.ts';

export interface FoldAccount {
  readonly memberId: string;
  readonly fold: (request: FoldRequest) => Promise<FoldAnswer>;
  readonly settledState: (request: FoldRequest) => Promise<MemberState | undefined>;
  readonly long: LongFold;
}

/** More than this is not done while a screen waits. */
const AT_ONCE_EVENTS = 1_000;

/** `undefined`: on its way. `refused`: no exact answer. */
type Arrival = Course | 'refused' | undefined;

export function createFoldAccount(deps: FoldDeps, programme: UsableProgramme, memberId: string): FoldAccount {
  const long = createLongFold(deps);
  const ledgers = createProgrammeLedgers({ programme, memberId, store: deps.store });
  const arrive = createArrival({ deps, ledgers, long, programmeId: programme.id });
  const inTurn = createTurns();
  const glance = createGlance(deps.store, { programmeId: programme.id, memberId });
  let cached: { readonly revision: string; readonly minute: number; readonly answer: FoldAnswer } | undefined;

  /** Serves one minute: time moves balances too. */
  async function fold({ log, nowMs }: FoldRequest): Promise<FoldAnswer> {
    const { revision } = log;
    const minute = Math.floor(nowMs / 60_000);
    if (cached?.revision === revision && cached.minute === minute) return cached.answer;
    const course = await arrive({ log, nowMs });
    if (course === undefined) return lastKnown();
    const answer = course === 'refused' ? {} : { fold: ledgers.foldAt(course, nowMs) };
    cached = { revision, minute, answer };
    if ('fold' in answer) glance.remember(answer.fold, { revision, atMs: nowMs });
    return answer;
  }

  async function lastKnown(): Promise<FoldAnswer> {
    const rows = await deps.store.glances();
    const row = rows.find(({ programmeId }) => programmeId === programme.id);
    return (row && foldFromGlance(row, memberId)?.answer) ?? { unsettled: {} };
  }

  return {
    memberId,
    fold: (request) => inTurn(() => fold(request)),
    settledState: ({ log, nowMs }) =>
      inTurn(async () => {
        const course = await arrive({ log, nowMs });
        if (course === undefined || course === 'refused' || course.pending.size > 0) return undefined;
        return ledgers.stateAt(course, nowMs);
      }),
    long,
  };
}

/** One after the other: a ledger is led by one hand. */
function createTurns(): <T>(task: () => Promise<T>) => Promise<T> {
  let turn: Promise<unknown> = Promise.resolve();
  return (task) => {
    const mine = turn.then(task);
    turn = mine.catch(() => undefined);
    return mine;
  };
}

interface Arriving {
  readonly deps: FoldDeps;
  readonly ledgers: ProgrammeLedgers;
  readonly long: LongFold;
  readonly programmeId: string;
}

/** Brings the ledgers to a log: at once when it is not far, else by a long fold that the next one finds done. */
function createArrival({ deps, ledgers, long, programmeId }: Arriving) {
  let refusedRevision: string | undefined;

  async function once({ log, nowMs }: Pick<FoldRequest, 'log' | 'nowMs'>): Promise<Arrival> {
    const course = await ledgers.courseTo(log);
    if (course.length > AT_ONCE_EVENTS) {
      if (long.state() === 'none') long.start(course.length, (pace) => goLong(course, pace, log.revision));
      return undefined;
    }
    long.clear();
    await ledgers.go(course, WITHOUT_REST);
    // Asked here, where a stored fold that leads into a fault can still be left aside.
    ledgers.stateAt(course, nowMs);
    return course;
  }

  async function goLong(course: Course, pace: Parameters<ProgrammeLedgers['go']>[1], revision: string) {
    try {
      return await ledgers.go(course, pace);
    } catch (error) {
      const isFromStore = ledgers.forget();
      await deps.store.dropBase(programmeId);
      // From nothing the next one would fail in the same way: a programme without numbers, not an endless try.
      if (!isFromStore || error instanceof FoldRefusal) refusedRevision = revision;
      return 'there' as const;
    }
  }

  return async (request: Pick<FoldRequest, 'log' | 'nowMs'>): Promise<Arrival> => {
    if (refusedRevision === request.log.revision) return 'refused';
    if (long.state() === 'running') return undefined;
    try {
      return await once(request);
    } catch (error) {
      const isFromStore = ledgers.forget();
      if (error instanceof FoldRefusal && !isFromStore) return 'refused';
      if (!isFromStore) throw error;
      await deps.store.dropBase(programmeId);
    }
    return once(request).catch((error: unknown) => {
      ledgers.forget();
      if (error instanceof FoldRefusal) return 'refused';
      throw error;
    });
  };
}
