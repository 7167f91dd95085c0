// The agenda on the person's own calendar: which day an item belongs to, and the days of the next weeks.
import type { Locale } from '#base/locale.ts';
import type { AgendaItem } from '#bridge/wallet-calendar.ts';

/** An instant on the item's day, here: noon for whole days, so that no zone moves them to another one. */
export function shownAtMs({ day, atMs }: AgendaItem): number {
  const [year, month, date] = day?.split('-').map(Number) ?? [];
  if (year === undefined || month === undefined || date === undefined) return atMs;
  return new Date(year, month - 1, date, 12).getTime();
}

export interface Group {
  readonly title: string;
  readonly items: readonly AgendaItem[];
}

/** Items in the order of their days, under titles that follow each other. */
export function groupsOf(
  items: readonly AgendaItem[],
  titleOf: (item: AgendaItem) => string,
): readonly Group[] {
  const groups: { title: string; items: AgendaItem[] }[] = [];
  for (const item of items.toSorted((a, b) => shownAtMs(a) - shownAtMs(b))) {
    const title = titleOf(item);
    const last = groups.at(-1);
    if (last?.title === title) last.items.push(item);
    else groups.push({ title, items: [item] });
  }
  return groups;
}

export interface WeekDay {
  readonly atMs: number;
  readonly isToday: boolean;
  readonly isPast: boolean;
  readonly items: readonly AgendaItem[];
}

/** On which day the week starts where a language is mostly spoken: 0 Sunday .. 6 Saturday. */
const WEEK_STARTS: Readonly<Record<Locale, number>> = { en: 1, fa: 6, ar: 6, zh: 1, vi: 1 };

const DAYS = 28;

/** Four weeks of days from the start of this one. */
export function fourWeeks(
  items: readonly AgendaItem[],
  { nowMs, locale }: { readonly nowMs: number; readonly locale: Locale },
): readonly WeekDay[] {
  const now = new Date(nowMs);
  const back = (now.getDay() - WEEK_STARTS[locale] + 7) % 7;
  return Array.from({ length: DAYS }, (_, index) => {
    const atMs = new Date(now.getFullYear(), now.getMonth(), now.getDate() - back + index, 12).getTime();
    return {
      atMs,
      isToday: index === back,
      isPast: index < back,
      items: items.filter((item) => isSameDay(shownAtMs(item), atMs)),
    };
  });
}

export function isSameDay(aMs: number, bMs: number): boolean {
  return dayNameOf(aMs) === dayNameOf(bMs);
}

function dayNameOf(atMs: number): string {
  return new Date(atMs).toDateString();
}
