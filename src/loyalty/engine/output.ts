// What the fold says while it runs: the outcome of an event and the postings, turned into the plain `Replay` at the end.
import type { Id } from '#loyalty/programme/types.ts';
import { textFromInstant } from '#loyalty/time/instant.ts';
import { compareCodeUnits } from './code-units.ts';
import { versionAt, type LoadedProgramme } from './loaded.ts';
import type { EventOutcome, Factor, Posting, PostingKind, Reason } from './outcome.ts';
import { add } from './rational.ts';

export interface Output {
  /** Of the event that is being folded. */
  outcome: OutcomeDraft;
  readonly postings: PostingDraft[];
  /** Ids are `programme/id` when more than one programme is loaded. */
  readonly qualified: boolean;
}

export type OutcomeDraft = { -readonly [K in keyof EventOutcome]: EventOutcome[K] };

export interface PostingDraft {
  readonly atMs: number;
  readonly member: string;
  readonly eventId: string | undefined;
  /** Position among the loaded programmes. */
  readonly programme: number;
  readonly unit: Id;
  readonly qty: number;
  readonly kind: PostingKind;
  readonly rule?: Id | undefined;
  readonly definition?: string | undefined;
  readonly factors?: readonly Factor[] | undefined;
  readonly usableMs?: number | undefined;
}

export function nameOf(output: Output, programme: LoadedProgramme, id: Id): Id {
  return output.qualified ? `${programme.id}/${id}` : id;
}

type Tally = 'earned' | 'issued' | 'discounts' | 'spent' | 'reversed' | 'returned';

/** Adds to one of the outcome's tallies; nothing is noted for 0. */
export function tally(draft: OutcomeDraft, key: Tally, name: Id, qty: number): void {
  if (qty === 0) return;
  const before = draft[key];
  draft[key] = before === undefined ? { [name]: qty } : { ...before, [name]: add(before[name] ?? 0, qty) };
}

export function reject(draft: OutcomeDraft, name: Id, reason: Reason): void {
  draft.rejected = [...(draft.rejected ?? []), [name, reason]];
}

export function refuse(draft: OutcomeDraft, why: Reason): void {
  draft.accepted = false;
  draft.why = why;
}

/** Postings in time: what time itself caused comes before the events of that instant (README.md, "Order in time"). */
export function postingsOf(
  drafts: readonly PostingDraft[],
  programmes: readonly LoadedProgramme[],
): readonly Posting[] {
  return drafts
    .map((draft, position) => ({ draft, position }))
    .sort((a, b) => comparePostings(a.draft, b.draft) || a.position - b.position)
    .map(({ draft }) => postingOf(draft, programmes[draft.programme]!));
}

function comparePostings(a: PostingDraft, b: PostingDraft): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs;
  const rank = tickRank(a) - tickRank(b);
  if (rank !== 0) return rank;
  if (a.eventId !== undefined) return compareCodeUnits(a.eventId, b.eventId!);
  if (a.programme !== b.programme) return a.programme - b.programme;
  return compareCodeUnits(a.member, b.member);
}

function tickRank(draft: PostingDraft): number {
  return draft.eventId === undefined ? 0 : 1;
}

function postingOf(draft: PostingDraft, { id, zone, versions }: LoadedProgramme): Posting {
  return {
    at: textFromInstant(zone, draft.atMs),
    member: draft.member,
    ...(draft.eventId !== undefined && { eventId: draft.eventId }),
    programme: id,
    unit: draft.unit,
    qty: draft.qty,
    kind: draft.kind,
    ...(draft.rule !== undefined && { rule: draft.rule }),
    definition: draft.definition ?? versionAt({ versions }, draft.atMs).hash,
    ...(draft.factors !== undefined && { factors: draft.factors }),
    ...(draft.usableMs !== undefined && {
      usableFrom: textFromInstant(zone, draft.usableMs),
    }),
  };
}
