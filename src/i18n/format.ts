// Numbers, money, dates and plurals of one language, by the browser's own data. Built once per language.
import type { Locale } from '#base/locale.ts';
import type { PluralForms } from './plural-forms.ts';

export interface MoneyShape {
  readonly amountMinor: number;
  readonly currency: { readonly code: string; readonly exponent: number };
}

/** `islamic-civil` is an option for Arabic; Persian always shows the Persian calendar. */
export type CalendarChoice = 'usual' | 'islamic-civil';

export interface Format {
  readonly locale: Locale;
  /** The language with its calendar and its digits, for formats that are made elsewhere. */
  readonly tag: string;
  integer(value: number): string;
  /** A scaled integer, e.g. qty 1250 with scale 2 is "12.50"; trailing zeros of points are dropped. */
  quantity(qty: number, scale: number): string;
  /** The same with a sign in front: what a posting added or took. */
  change(qty: number, scale: number): string;
  money(money: MoneyShape): string;
  percent(basisPoints: number): string;
  /** "22 Nov 2026". */
  day(atMs: number): string;
  /** "22 Nov": under a chart, where the year is plain. */
  shortDay(atMs: number): string;
  /** "22 Nov, 10:42". */
  dayTime(atMs: number): string;
  time(atMs: number): string;
  /** "Mon", "Monday 23 November", "23": parts of a calendar. */
  weekday(atMs: number): string;
  fullDay(atMs: number): string;
  dayOfMonth(atMs: number): string;
  /** "in 3 days", "5 minutes ago": the largest unit that is not zero. */
  relative(atMs: number, nowMs: number): string;
  /** "25 hours", "40 seconds": the largest unit of which there are two. */
  duration(ms: number): string;
  bytes(count: number): string;
  list(items: readonly string[]): string;
  /** Picks the form by the language's plural rules and puts the number where `#` stands. */
  plural(count: number, forms: PluralForms): string;
}

const TAGS: Readonly<Record<Locale, string>> = {
  en: 'en-u-nu-latn',
  fa: 'fa-u-ca-persian-nu-arabext',
  ar: 'ar-u-ca-gregory-nu-arab',
  zh: 'zh-Hans-u-nu-latn',
  vi: 'vi-u-nu-latn',
};

export function createFormat(locale: Locale, calendar: CalendarChoice = 'usual'): Format {
  const tag = tagOf(locale, calendar);
  const integers = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 });
  const lists = new Intl.ListFormat(tag, { type: 'conjunction' });
  const rules = new Intl.PluralRules(tag);
  return {
    locale,
    tag,
    integer: (value) => integers.format(value),
    quantity: (qty, scale) => quantities(tag, scale).format(qty / 10 ** scale),
    change: (qty, scale) => quantities(tag, scale, 'exceptZero').format(qty / 10 ** scale),
    money: (money) => formatMoney(tag, money),
    percent: (basisPoints) =>
      numberFormat(tag, { style: 'percent', maximumFractionDigits: 2 }).format(basisPoints / 10_000),
    duration: (ms) => formatDuration(tag, ms),
    bytes: (count) => formatBytes(tag, count),
    list: (items) => lists.format(items),
    plural: (count, forms) =>
      (forms[rules.select(count)] ?? forms.other).replace('#', integers.format(count)),
    ...createDates(tag),
  };
}

type DateFormats = Pick<
  Format,
  'day' | 'shortDay' | 'dayTime' | 'time' | 'weekday' | 'fullDay' | 'dayOfMonth' | 'relative'
>;

function createDates(tag: string): DateFormats {
  const days = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', year: 'numeric' });
  const dayTimes = new Intl.DateTimeFormat(tag, {
    day: 'numeric',
    month: 'short',
    hour: 'numeric',
    minute: '2-digit',
  });
  const times = new Intl.DateTimeFormat(tag, { hour: 'numeric', minute: '2-digit' });
  const relatives = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  return {
    day: (atMs) => days.format(atMs),
    shortDay: (atMs) => dateFormat(tag, { day: 'numeric', month: 'short' }).format(atMs),
    dayTime: (atMs) => dayTimes.format(atMs),
    time: (atMs) => times.format(atMs),
    weekday: (atMs) => dateFormat(tag, { weekday: 'short' }).format(atMs),
    fullDay: (atMs) => dateFormat(tag, { weekday: 'long', day: 'numeric', month: 'long' }).format(atMs),
    dayOfMonth: (atMs) => dateFormat(tag, { day: 'numeric' }).format(atMs),
    relative: (atMs, nowMs) => relatives.format(...largestUnit(atMs - nowMs)),
  };
}

function tagOf(locale: Locale, calendar: CalendarChoice): string {
  return locale === 'ar' && calendar === 'islamic-civil' ? 'ar-u-ca-islamic-civil-nu-arab' : TAGS[locale];
}

function quantities(
  tag: string,
  scale: number,
  signDisplay: 'auto' | 'exceptZero' = 'auto',
): Intl.NumberFormat {
  return numberFormat(tag, { maximumFractionDigits: scale, signDisplay });
}

const numberFormats = new Map<string, Intl.NumberFormat>();

/** Making a formatter costs a hundred times what using it does, and a long list uses the same few. */
function numberFormat(tag: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const name = tag + JSON.stringify(options);
  const known = numberFormats.get(name) ?? new Intl.NumberFormat(tag, options);
  numberFormats.set(name, known);
  return known;
}

const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** Made when it is first needed: only the calendar asks for them. */
function dateFormat(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = tag + JSON.stringify(options);
  const known = dateFormats.get(name) ?? new Intl.DateTimeFormat(tag, options);
  dateFormats.set(name, known);
  return known;
}

// The exponent is the merchant's, not Intl's: Intl believes that a rial has two digits in some versions.
function formatMoney(tag: string, { amountMinor, currency }: MoneyShape): string {
  const { code, exponent } = currency;
  const text = numberFormat(tag, {
    style: 'currency',
    currency: code,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  }).format(amountMinor / 10 ** exponent);
  // Persian says "1,000 rial"; the browsers' data puts it first, as if it were a sign.
  return text.replace(/(ریال)\s(.+)/, '$2 $1');
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

function formatBytes(tag: string, count: number): string {
  const power = Math.min(BYTE_UNITS.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3));
  const unit = BYTE_UNITS[power]!;
  return numberFormat(tag, { style: 'unit', unit, maximumFractionDigits: 1 }).format(count / 1000 ** power);
}

const SPANS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

function formatDuration(tag: string, ms: number): string {
  const [unit, spanMs] = SPANS.find(([, each]) => ms >= 2 * each) ?? ['second', 1_000];
  return numberFormat(tag, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.round(ms / spanMs));
}

function largestUnit(differenceMs: number): [number, Intl.RelativeTimeFormatUnit] {
  for (const [unit, spanMs] of SPANS) {
    const amount = Math.trunc(differenceMs / spanMs);
    if (amount !== 0) return [amount, unit];
  }
  return [0, 'minute'];
}
