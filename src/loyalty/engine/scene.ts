// Where an expression or condition is asked: for whom, in which programme, at which cut, on which event.
import type { Cond, Expr, Id } from '#loyalty/programme/types.ts';
import type { Cut } from '#loyalty/time/window.ts';
import type { EventView } from './event-view.ts';
import type { LoadedProgramme, LoadedVersion } from './loaded.ts';
import type { Output } from './output.ts';
import type { Account, LogEntry, Member, State } from './state.ts';
import type { Undo } from './undo.ts';

/** A cut that may lie in the past (re-testing an earned tier): entries folded after `sequence` are not seen. */
export interface SceneCut extends Cut {
  readonly sequence: number;
}

export interface Scene {
  readonly fold: Fold;
  readonly programme: LoadedProgramme;
  readonly version: LoadedVersion;
  readonly member: Member;
  readonly account: Account;
  readonly cut: SceneCut;
  readonly event: EventView | undefined;
}

export interface Fold {
  readonly programmes: readonly LoadedProgramme[];
  readonly programmeById: ReadonlyMap<Id, LoadedProgramme>;
  readonly state: State;
  readonly output: Output;
  readonly ask: Ask;
  readonly undo: Undo;
  /** Log entries that are not kept, made again (`plain-fold.ts`); a fold without plain events has none. */
  readonly recall: (eventId: string) => LogEntry | undefined;
  /** Tiers before the event, by `programme/ladder`; set while an event is processed. */
  frozen: ReadonlyMap<string, Id | null> | undefined;
  /** Ids of the members by code units; `undefined` when somebody came or went since. */
  memberIds: readonly string[] | undefined;
}

/** An event of the log; `undefined` when it is unknown, voided or was refused. */
export function entryOf(fold: Fold, eventId: string): LogEntry | undefined {
  return fold.state.log.get(eventId) ?? fold.recall(eventId);
}

export function membersInOrder(fold: Fold): readonly string[] {
  fold.memberIds ??= [...fold.state.members.keys()].sort();
  return fold.memberIds;
}

/** The mutually recursive questions; `evaluate.ts` ties the knot. */
export interface Ask {
  readonly value: (scene: Scene, expr: Expr) => number;
  readonly holds: (scene: Scene, cond: Cond) => boolean;
  readonly metric: (scene: Scene, id: Id) => number;
  /** The tier held, `null` for none; reads frozen tiers while an event is processed. */
  readonly tier: (scene: Scene, ladder: Id) => Id | null;
}

export function holdsIf(scene: Scene, cond: Cond | undefined): boolean {
  return cond === undefined || scene.fold.ask.holds(scene, cond);
}

/** The latest instant of a mark that the cut sees. */
export function markMs(scene: Scene, mark: Id): number | undefined {
  const instants = scene.account.marks.get(mark);
  if (instants === undefined) return undefined;
  for (let i = instants.length - 1; i >= 0; i--) if (instants[i]! <= scene.cut.atMs) return instants[i];
  return undefined;
}
