// The fold from nothing: ticks and events in their one order, queries answered on the way.
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import { ASK } from './evaluate.ts';
import { resolveMember } from './link.ts';
import type { LoadedProgramme } from './loaded.ts';
import { memberStateOf } from './member-state.ts';
import type { MemberState, Query, Replay } from './outcome.ts';
import { postingsOf } from './output.ts';
import { settleMember } from './purses.ts';
import { FoldRefusal } from './refusal.ts';
import type { Fold } from './scene.ts';
import { cutAfter, sceneOf } from './scene-of.ts';
import { emptyState, newMember } from './state.ts';
import { foldEvent } from './step.ts';
import { runTicks, scheduleTicks } from './ticks.ts';
import { timelineOf } from './timeline.ts';
import { voucherInstances } from './vouchers.ts';

export function fold(
  programmes: readonly LoadedProgramme[],
  events: readonly LoyaltyEvent[],
  queries: readonly Query[],
): Replay {
  const run = newFold(programmes);
  const timeline = timelineOf(events);
  const asked = orderedQueries(queries);
  const states: MemberState[] = [];
  if (timeline.length > 0) scheduleTicks(run, timeline[0]!.atMs);
  let lastMs = -Infinity;
  let next = 0;
  const answerBefore = (atMs: number) => {
    for (; next < asked.length && asked[next]!.atMs < atMs; next++) {
      lastMs = Math.max(lastMs, asked[next]!.atMs);
      states[asked[next]!.position] = answer(run, asked[next]!);
    }
  };
  for (const { event, atMs } of timeline) {
    answerBefore(atMs);
    runTicks(run, atMs);
    foldEvent(run, event, atMs);
    lastMs = Math.max(lastMs, atMs);
  }
  answerBefore(Infinity);
  for (const member of run.state.members.values()) settleMember(run, member, lastMs);
  return {
    outcomes: run.output.outcomes,
    states,
    postings: postingsOf(run.output),
    vouchers: voucherInstances(run, lastMs),
  };
}

function newFold(programmes: readonly LoadedProgramme[]): Fold {
  return {
    programmes,
    programmeById: new Map(programmes.map((programme) => [programme.id, programme])),
    state: emptyState(),
    output: { outcomes: new Map(), postings: [], qualified: programmes.length > 1 },
    ask: ASK,
    frozen: undefined,
  };
}

interface Asked {
  readonly query: Query;
  readonly position: number;
  readonly atMs: number;
}

function orderedQueries(queries: readonly Query[]): readonly Asked[] {
  return queries
    .map((query, position) => {
      const atMs = instantFromText(query.at);
      if (atMs === undefined) throw new FoldRefusal('bad_instant', `query at ${query.at}`);
      return { query, position, atMs };
    })
    .sort((a, b) => a.atMs - b.atMs);
}

/** Right after everything with time <= at: ticks of that instant have run. */
function answer(run: Fold, { query, atMs }: Asked): MemberState {
  runTicks(run, atMs);
  const id = resolveMember(run.state, query.member);
  const member = run.state.members.get(id) ?? newMember(id, atMs, run.programmes);
  settleMember(run, member, atMs);
  const scenes = run.programmes.map((programme) => sceneOf(run, programme, member, { cut: cutAfter(atMs) }));
  return memberStateOf(query, scenes);
}
