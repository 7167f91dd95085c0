// Phase 4: the event joins the log, and the metrics that read it take note.
import { contribution } from './contribution.ts';
import { matches, type EventView } from './event-view.ts';
import { appendEntry, amendEntry, noteDelayed } from './journal-tree.ts';
import { dayText } from './local-day.ts';
import type { Priced } from './pricing.ts';
import type { Fold, Scene } from './scene.ts';
import type { JournalEntry, LogEntry, Member } from './state.ts';

/** The event as the log will hold it. It takes its place in the sequence now and joins the log in phase 4. */
export function newLogEntry(
  { state }: Fold,
  member: Member,
  view: EventView,
  priced: Priced | undefined,
): LogEntry {
  state.sequence += 1;
  return {
    event: view.event,
    member: member.id,
    atMs: view.atMs,
    recMs: view.recMs,
    sequence: state.sequence,
    lines: view.lines.map((line, index) => ({
      id: line.id,
      listMinor: line.listMinor,
      cashMinor: priced?.cashMinor[index] ?? line.listMinor,
      fields: line.fields,
      returnedMinor: 0,
      gone: false,
    })),
    returns: NONE,
    gone: false,
    discounts: priced?.discounts ?? NONE,
    payments: priced?.payments ?? NONE,
    earnings: NONE,
    journaled: NONE,
    redeemed: undefined,
  };
}

/** Most events have no returns, discounts or payments: they share one empty list, which is replaced, never filled. */
const NONE: readonly never[] = [];

const EVERYTHING = () => true;

/** Joins the log and the journals of one programme. */
export function journalEvent(scene: Scene, entry: LogEntry): void {
  const { programme, account, event, fold } = scene;
  programme.collectors.forEach((collector, index) => {
    if (!matches(collector.on, event!)) return;
    const noted: JournalEntry = {
      eventId: entry.event.id,
      atMs: entry.atMs,
      recMs: entry.recMs,
      sequence: entry.sequence,
      ...contribution(collector, entry, dayText(programme, entry.atMs), EVERYTHING),
    };
    const journal = account.journals[index]!;
    appendEntry(fold.undo, journal, collector, noted);
    if (collector.recorded && entry.recMs > entry.atMs) noteDelayed(fold.undo, journal, noted, entry.recMs);
    entry.journaled = [...entry.journaled, { programme: programme.index, collector: index, entry: noted }];
  });
}

function lastRecordMs({ recMs, returns }: LogEntry): number {
  return returns.reduce((lastMs, back) => Math.max(lastMs, back.recMs), recMs);
}

/** From a refund on, metrics see the event at its own date with what is left of it. */
export function rejournal(fold: Fold, member: Member, entry: LogEntry): void {
  for (const noted of entry.journaled) {
    const programme = fold.programmes[noted.programme]!;
    const collector = programme.collectors[noted.collector]!;
    const now = contribution(collector, entry, dayText(programme, entry.atMs), EVERYTHING);
    const journal = member.accounts[noted.programme]!.journals[noted.collector]!;
    amendEntry(fold.undo, journal, collector, { entry: noted.entry, now });
    if (collector.recorded) noteDelayed(fold.undo, journal, noted.entry, lastRecordMs(entry));
  }
}
