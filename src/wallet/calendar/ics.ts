// Entries as an iCalendar file (RFC 5545): what any calendar app imports. Pure text; times come from outside.

export interface IcsEntry {
  /** The same thing keeps its uid, so that importing again amends it instead of doubling it. */
  readonly uid: string;
  readonly title: string;
  readonly details: string;
  /** Whole-day entries: `YYYY-MM-DD`. */
  readonly day?: string;
  /** Entries at an instant; of whole days, it only orders them. */
  readonly atMs: number;
  readonly untilMs?: number;
}

export type Reminder = 'none' | 'same-day' | 'day-before' | 'three-days' | 'week';

export const REMINDERS: readonly Reminder[] = ['none', 'same-day', 'day-before', 'three-days', 'week'];

export interface IcsOptions {
  /** What calendar apps call the file's calendar. */
  readonly name: string;
  readonly reminder: Reminder;
  readonly madeAtMs: number;
}

/** A calendar of entries. A later file amends an earlier one: its entries have a higher `SEQUENCE`. */
export function icsFrom(entries: readonly IcsEntry[], options: IcsOptions): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tessera//Wallet//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(options.name)}`,
    ...entries.flatMap((entry) => eventLines(entry, options)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventLines(entry: IcsEntry, { reminder, madeAtMs }: IcsOptions): readonly string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(entry.uid)}`,
    `DTSTAMP:${utcText(madeAtMs)}`,
    `SEQUENCE:${Math.floor(madeAtMs / 60_000)}`,
    ...timeLines(entry),
    `SUMMARY:${escaped(entry.title)}`,
    `DESCRIPTION:${escaped(entry.details)}`,
    // Nobody is busy because points lapse.
    'TRANSP:TRANSPARENT',
    ...alarmLines(entry, reminder),
    'END:VEVENT',
  ];
}

function timeLines({ day, atMs, untilMs }: IcsEntry): readonly string[] {
  if (day !== undefined)
    return [`DTSTART;VALUE=DATE:${day.replaceAll('-', '')}`, `DTEND;VALUE=DATE:${dayAfter(day)}`];
  const start = `DTSTART:${utcText(atMs)}`;
  return untilMs === undefined || untilMs <= atMs ? [start] : [start, `DTEND:${utcText(untilMs)}`];
}

/** Nine in the morning for whole days, counted from their midnight; for instants the same time of day. */
const TRIGGERS: Readonly<
  Record<Exclude<Reminder, 'none'>, { readonly day: string; readonly instant: string }>
> = {
  'same-day': { day: 'PT9H', instant: '-PT2H' },
  'day-before': { day: '-PT15H', instant: '-P1D' },
  'three-days': { day: '-P2DT15H', instant: '-P3D' },
  week: { day: '-P6DT15H', instant: '-P7D' },
};

function alarmLines({ day, title }: IcsEntry, reminder: Reminder): readonly string[] {
  if (reminder === 'none') return [];
  const trigger = TRIGGERS[reminder][day === undefined ? 'instant' : 'day'];
  return [
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(title)}`,
    `TRIGGER:${trigger}`,
    'END:VALARM',
  ];
}

/** `20261130T140000Z`. */
function utcText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

function dayAfter(day: string): string {
  const next = new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000);
  return next.toISOString().slice(0, 10).replaceAll('-', '');
}

/** TEXT values (3.3.11): backslash, semicolon, comma and line ends are escaped; other controls have no place in them. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|\r|\n/g, '\\n')
    .replaceAll(/(?!\t)\p{Cc}/gu, '');
}

const MOST_OCTETS = 75;

/** Lines longer than 75 octets go on after a line end and a space (3.1); no character is cut in two. */
function folded(line: string): string {
  let text = '';
  let octets = 0;
  for (const character of line) {
    const size = octetsOf(character);
    if (octets + size > MOST_OCTETS) {
      text += '\r\n ';
      octets = 1;
    }
    text += character;
    octets += size;
  }
  return text;
}

function octetsOf(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x1_0000 ? 3 : 4;
}
