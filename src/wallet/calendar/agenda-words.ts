import type { AgendaItem } from '#bridge/wallet-calendar.ts';
import type { Format } from '#i18n/format.ts';
import type { CalendarWords } from '#i18n/topics/calendar/en.ts';
import type { IcsEntry } from './ics.ts';

export interface AgendaTongue {
  readonly words: CalendarWords;
  readonly format: Format;
}

/** The thing itself: "120 points", "Coffees this week: 3 of 5". */
export function titleOf(
  { title, quantity, progress, kind }: AgendaItem,
  { words, format }: AgendaTongue,
): string {
  if (quantity !== undefined) {
    const { qty, scale } = quantity;
    if (qty === 0) return title;
    return `${kind === 'gift' ? format.change(qty, scale) : format.quantity(qty, scale)} ${title}`;
  }
  return progress === undefined ? title : `${title}: ${words.ofGoal(progress.value, progress.goal)}`;
}

/** What becomes of it, and at what time when it is not a whole day. */
export function detailOf({ kind, day, atMs }: AgendaItem, { words, format }: AgendaTongue): string {
  const what = words.kinds[kind];
  if (day !== undefined) return what;
  const lapses = kind === 'points' || kind === 'voucher' || kind === 'tier' || kind === 'ending';
  const time = format.time(atMs);
  return `${what} · ${lapses ? words.lapsesAt(time) : words.at(time)}`;
}

export function icsEntryOf(item: AgendaItem, tongue: AgendaTongue): IcsEntry {
  const { uid, look, atMs, day, untilMs } = item;
  const { words } = tongue;
  return {
    uid,
    title: `${look.name}: ${titleOf(item, tongue)}`,
    details: `${words.kinds[item.kind]}\n${look.merchantName}`,
    atMs,
    ...(day === undefined ? {} : { day }),
    ...(untilMs === undefined ? {} : { untilMs }),
  };
}
