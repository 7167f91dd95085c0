// The calendar of the sample wallet: one item of every kind, for looking at screens.
import type { Locale } from '#base/locale.ts';
import type { ProgrammeLook } from '#bridge/common-views.ts';
import type { AgendaItem, AgendaKind, CalendarApi } from '#bridge/wallet-calendar.ts';
import { createFormat } from '#i18n/format.ts';

const DAY_MS = 86_400_000;

interface SampleCalendar {
  readonly nowMs: number;
  readonly looks: (locale: Locale) => readonly ProgrammeLook[];
  readonly later: <T>(value: T) => Promise<T>;
  /** The first programme's balance is still being worked out. */
  readonly isFolding: boolean;
}

const TITLES: Readonly<Record<'en' | 'fa', Readonly<Record<AgendaKind, string>>>> = {
  en: {
    points: 'points',
    voucher: 'Welcome gift',
    tier: 'Silver',
    drop: 'A bag of single-origin beans',
    score: 'Linden score',
    occasion: 'Birthday treat',
    ending: 'Three times the points on books',
    challenge: 'Coffees this week',
    gift: 'stamps',
  },
  fa: {
    points: 'امتیاز',
    voucher: 'هدیهٔ خوشامد',
    tier: 'نقره‌ای',
    drop: 'یک بسته دانهٔ قهوه',
    score: 'شاخص زیزفون',
    occasion: 'هدیهٔ تولد',
    ending: 'سه برابر امتیاز برای کتاب',
    challenge: 'قهوه‌های این هفته',
    gift: 'مهر',
  },
};

export function sampleCalendar({ nowMs, looks, later, isFolding }: SampleCalendar): CalendarApi {
  return {
    agenda: (locale) => {
      const unsettled = { asOfMs: nowMs - 3_600_000 };
      return later({
        looks: looks(locale),
        items: itemsOf(looks(locale), nowMs, locale),
        unsettled: isFolding
          ? looks(locale)
              .slice(0, 1)
              .map((look) => ({ look, unsettled }))
          : [],
        nowMs,
      });
    },
    lapsingThisWeek: () => later(1),
  };
}

function itemsOf(looks: readonly ProgrammeLook[], nowMs: number, locale: Locale): readonly AgendaItem[] {
  const titles = TITLES[locale === 'fa' ? 'fa' : 'en'];
  const format = createFormat(locale);
  const item = (
    kind: AgendaKind,
    place: number,
    days: number,
    extra: Partial<AgendaItem> = {},
  ): readonly AgendaItem[] => {
    const look = looks[place];
    if (look === undefined) return [];
    const atMs = nowMs + days * DAY_MS;
    const day = new Date(atMs).toISOString().slice(0, 10);
    return [{ uid: `${kind}-${place}-${days}`, kind, look, title: titles[kind], atMs, day, ...extra }];
  };
  const timed = (kind: AgendaKind, place: number, days: number) =>
    item(kind, place, days).map(({ day: _day, ...rest }) => ({ ...rest, untilMs: rest.atMs + DAY_MS }));
  return [
    ...item('challenge', 0, 0, { progress: { value: format.integer(3), goal: format.integer(5) } }),
    ...timed('drop', 0, 2),
    ...item('voucher', 0, 4),
    ...item('points', 1, 9, { quantity: { qty: 4200, scale: 2 } }),
    ...item('ending', 2, 9),
    ...item('score', 1, 16),
    ...item('gift', 2, 40, { quantity: { qty: 2, scale: 0 } }),
    ...item('occasion', 0, 81),
    ...item('tier', 0, 200),
  ];
}
