// The fold: ticks and events in their one order. `replay` runs it from nothing, the ledger one event at a time.
import { instantFromText } from '#loyalty/time/instant.ts';
import { ASK } from './evaluate.ts';
import { resolveMember } from './alias.ts';
import type { LoadedProgramme } from './loaded.ts';
import { memberStateOf } from './member-state.ts';
import type { EventOutcome, MemberState, Posting, Query, VoucherInstance } from './outcome.ts';
import { postingsOf, type PostingDraft } from './output.ts';
import { settleMember } from './purses.ts';
import { FoldRefusal } from './refusal.ts';
import type { Fold } from './scene.ts';
import { cutAfter, sceneOf } from './scene-of.ts';
import { emptyState, newMember } from './new-state.ts';
import { foldEvent } from './step.ts';
import { runTicks, scheduleTicks } from './ticks.ts';
import type { Timed } from './timeline.ts';
import { newUndo } from './undo.ts';
import { voucherInstances } from './vouchers.ts';

/** `recording`: whether the fold can go back. */
export function newFold(programmes: readonly LoadedProgramme[], recording: boolean): Fold {
  return {
    programmes,
    programmeById: new Map(programmes.map((programme) => [programme.id, programme])),
    state: emptyState(),
    output: { outcome: {}, postings: [], qualified: programmes.length > 1 },
    ask: ASK,
    undo: newUndo(recording),
    recall: () => undefined,
    frozen: undefined,
    memberIds: undefined,
  };
}

/**
 * Folds the next event of the timeline, after the ticks up to its instant; before the first event there are no ticks.
 * `undefined` when there is no programme to say anything about it.
 */
export function foldNext(run: Fold, { event, atMs }: Timed, isFirst: boolean): EventOutcome | undefined {
  if (isFirst) scheduleTicks(run, atMs);
  runTicks(run, atMs);
  foldEvent(run, event, atMs);
  return run.programmes.length === 0 ? undefined : run.output.outcome;
}

export function instantOfQuery(at: string): number {
  const atMs = instantFromText(at);
  if (atMs === undefined) throw new FoldRefusal('bad_instant', `query at ${at}`);
  return atMs;
}

/** Right after everything with time <= at: ticks of that instant have run. */
export function answer(run: Fold, query: Query, atMs: number): MemberState {
  runTicks(run, atMs);
  const id = resolveMember(run.state, query.member);
  const member = run.state.members.get(id) ?? newMember(id, atMs, run.programmes);
  settleMember(run, member, atMs);
  const scenes = run.programmes.map((programme) => sceneOf(run, programme, member, { cut: cutAfter(atMs) }));
  return memberStateOf(query, scenes);
}

/** Every posting and voucher as it stands right after everything with time <= at; `others`: postings that are not kept. */
export function tellAll(
  run: Fold,
  atMs: number,
  others: readonly PostingDraft[] = [],
): { readonly postings: readonly Posting[]; readonly vouchers: readonly VoucherInstance[] } {
  runTicks(run, atMs);
  for (const member of run.state.members.values()) settleMember(run, member, atMs);
  return {
    postings: postingsOf([...run.output.postings, ...others], run.programmes),
    vouchers: voucherInstances(run, atMs),
  };
}
