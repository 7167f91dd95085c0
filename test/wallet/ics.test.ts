// The calendar file against the rules of RFC 5545, read back by a parser of its own.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { icsFrom, REMINDERS, type IcsEntry, type IcsOptions } from '#wallet/calendar/ics.ts';

interface Property {
  readonly name: string;
  readonly parameters: string;
  readonly value: string;
}

/** Unfolds (3.1) and splits content lines; text values stay escaped. */
function propertiesIn(ics: string): readonly Property[] {
  return ics
    .replaceAll('\r\n ', '')
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line) => {
      const found = /^([A-Z-]+)((?:;[^:]*)?):(.*)$/su.exec(line);
      if (found === null) throw new Error(`no content line: ${line}`);
      return { name: found[1]!, parameters: found[2]!, value: found[3]! };
    });
}

/** One event's properties by name; those of its alarm as `VALARM.NAME`. */
function eventsIn(ics: string): readonly ReadonlyMap<string, string>[] {
  const events: Map<string, string>[] = [];
  const open: string[] = [];
  for (const { name, parameters, value } of propertiesIn(ics)) {
    if (name === 'BEGIN') {
      open.push(value);
      if (value === 'VEVENT') events.push(new Map());
    } else if (name === 'END') expect(open.pop()).toBe(value);
    else if (open.includes('VEVENT'))
      events.at(-1)!.set(`${open.at(-1) === 'VALARM' ? 'VALARM.' : ''}${name}${parameters}`, value);
  }
  expect(open).toEqual([]);
  return events;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/gsu, (_, character: string) => (/n/i.test(character) ? '\n' : character));
}

const MADE_MS = Date.UTC(2026, 10, 22, 10, 42);
const options = (extra: Partial<IcsOptions> = {}): IcsOptions => ({
  name: 'Tessera',
  reminder: 'none',
  madeAtMs: MADE_MS,
  ...extra,
});
const entry = (extra: Partial<IcsEntry> = {}): IcsEntry => ({
  uid: 'a@tessera',
  title: 'Beans lapse',
  details: 'Copper Cup',
  atMs: Date.UTC(2026, 10, 30, 23),
  ...extra,
});

describe('form', () => {
  const texts = fc.string({ unit: 'grapheme', maxLength: 200 });
  const entries = fc.array(
    fc.record({
      uid: fc.uuid(),
      title: texts,
      details: texts,
      atMs: fc.integer({ min: 0, max: 4_102_444_800_000 }),
    }),
    { maxLength: 4 },
  );

  test('no line is longer than 75 octets, every line ends in CRLF, and no character is cut', () => {
    fc.assert(
      fc.property(entries, texts, (list, name) => {
        const ics = icsFrom(list, options({ name, reminder: 'week' }));
        const lines = ics.split('\r\n');
        expect(lines.at(-1)).toBe('');
        for (const line of lines) {
          expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
          expect(line).not.toMatch(/[\r\n]/);
          expect(line).not.toMatch(/\p{Cs}/u);
        }
      }),
    );
  });

  test('what was written is read again, whatever signs it holds', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const read = eventsIn(icsFrom(list, options({ reminder: 'day-before' })));
        const plain = (text: string) =>
          text.replaceAll(/\r\n|\r/g, '\n').replaceAll(/(?![\t\n])\p{Cc}/gu, '');
        expect(read.map((event) => unescaped(event.get('SUMMARY')!))).toEqual(
          list.map(({ title }) => plain(title)),
        );
        expect(read.map((event) => unescaped(event.get('DESCRIPTION')!))).toEqual(
          list.map(({ details }) => plain(details)),
        );
        expect(read.map((event) => event.get('UID'))).toEqual(list.map(({ uid }) => uid));
      }),
    );
  });

  test('separators and line ends are escaped', () => {
    const ics = icsFrom([entry({ title: 'a;b,c\\d\r\ne\u0007f' })], options());
    expect(ics).toContain('SUMMARY:a\\;b\\,c\\\\d\\nef\r\n');
  });

  test('a Persian title is folded between letters', () => {
    const title = 'امتیازهای باشگاه درنا امروز از میان می‌رود، پیش از آن خرجشان کنید';
    const ics = icsFrom([entry({ title })], options());
    expect(ics).toMatch(/SUMMARY:[^\r]+\r\n /);
    expect(unescaped(eventsIn(ics)[0]!.get('SUMMARY')!)).toBe(title);
  });

  test('the calendar says what it is, once', () => {
    const names = propertiesIn(icsFrom([], options())).map(({ name, value }) => [name, value]);
    expect(names).toEqual([
      ['BEGIN', 'VCALENDAR'],
      ['VERSION', '2.0'],
      ['PRODID', '-//Tessera//Wallet//EN'],
      ['CALSCALE', 'GREGORIAN'],
      ['METHOD', 'PUBLISH'],
      ['X-WR-CALNAME', 'Tessera'],
      ['END', 'VCALENDAR'],
    ]);
  });
});

describe('time', () => {
  test('a whole day is a date, and ends with the next one, over the end of a year too', () => {
    const [event] = eventsIn(icsFrom([entry({ day: '2026-12-31' })], options()));
    expect(event!.get('DTSTART;VALUE=DATE')).toBe('20261231');
    expect(event!.get('DTEND;VALUE=DATE')).toBe('20270101');
    expect(event!.has('DTSTART')).toBe(false);
  });

  test('an instant is in UTC; a stretch has an end, an instant has none', () => {
    const atMs = Date.UTC(2026, 10, 24, 17, 0, 5);
    const [instant, stretch] = eventsIn(
      icsFrom([entry({ atMs }), entry({ atMs, untilMs: atMs + 3_600_000 })], options()),
    );
    expect(instant!.get('DTSTART')).toBe('20261124T170005Z');
    expect(instant!.has('DTEND')).toBe(false);
    expect(stretch!.get('DTEND')).toBe('20261124T180005Z');
  });

  test('the stamp is the given clock’s, and a later file outdoes an earlier one', () => {
    const [first] = eventsIn(icsFrom([entry()], options()));
    const [second] = eventsIn(icsFrom([entry()], options({ madeAtMs: MADE_MS + 60_000 })));
    expect(first!.get('DTSTAMP')).toBe('20261122T104200Z');
    expect(second!.get('UID')).toBe(first!.get('UID'));
    expect(Number(second!.get('SEQUENCE'))).toBe(Number(first!.get('SEQUENCE')) + 1);
    expect(Number(second!.get('SEQUENCE'))).toBeLessThan(2 ** 31);
  });
});

describe('alarm', () => {
  const triggerOf = (reminder: IcsOptions['reminder'], day?: string) =>
    eventsIn(icsFrom([entry(day === undefined ? {} : { day })], options({ reminder })))[0]!.get(
      'VALARM.TRIGGER',
    );

  test('is there when it is asked for, and displays the title', () => {
    expect(triggerOf('none')).toBeUndefined();
    const [event] = eventsIn(icsFrom([entry()], options({ reminder: 'week' })));
    expect(event!.get('VALARM.ACTION')).toBe('DISPLAY');
    expect(event!.get('VALARM.DESCRIPTION')).toBe('Beans lapse');
  });

  test('of a whole day rings at nine in the morning, of an instant at its own time of day', () => {
    const hours = (trigger: string) => {
      const [, sign, days, rest] = /^(-?)P(?:(\d+)D)?(?:T(\d+)H)?$/.exec(trigger)!;
      return (sign === '-' ? -1 : 1) * (Number(days ?? 0) * 24 + Number(rest ?? 0));
    };
    const chosen = REMINDERS.filter((reminder) => reminder !== 'none');
    expect(chosen.map((reminder) => hours(triggerOf(reminder, '2026-12-31')!))).toEqual([9, -15, -63, -159]);
    expect(chosen.map((reminder) => hours(triggerOf(reminder)!))).toEqual([-2, -24, -72, -168]);
  });
});
