// Tables of the format: durations, ticks, windows.
import { isDate } from '#loyalty/time/civil.ts';
import { MAX_DURATION } from './limits.ts';
import type { NamedValues } from './named.ts';
import { fieldName, instant, markRef } from './table-basics.ts';
import { choice, either, integer, lazy, list, may, must, object, tagged, tuple, under } from './shape.ts';
import type { Arm, ObjectShape, Refinement, TextShape } from './shape.ts';
import type { Dur, Tick, Window } from './types.ts';

export const calendarUnit = choice('day', 'week', 'month', 'year');
const persian = choice('persian');
const monthDay: TextShape = {
  kind: 'text',
  pattern: /^\d{2}-\d{2}$/,
  maxLength: 5,
  what: 'a day of the year MM-DD that exists',
  isReal: isMonthDay,
};
/** A leap day, and the 31st of the first six months of the Persian calendar, may be named. */
function isMonthDay(text: string): boolean {
  const [month, day] = text.split('-').map(Number) as [number, number];
  return isDate(2000, month, day) || (month >= 1 && month <= 6 && day === 31) || (month === 2 && day === 30);
}
const clockTime: TextShape = {
  kind: 'text',
  pattern: /^([01]\d|2[0-3]):[0-5]\d$/,
  maxLength: 5,
  what: 'a time of day HH:MM',
};
export const anchor = either({ string: monthDay, number: integer(0, 6) });
const anchorDoc = 'Start of the year ("MM-DD") or of the week (0 Sunday to 6 Saturday).';

export const duration = lazy('Dur', () => durationTable);
const durationFields = object<Dur>({
  n: must(integer(0, MAX_DURATION.s), 'How many.'),
  u: must(choice('s', 'd', 'w', 'mo', 'y'), 'Seconds (elapsed), days, weeks, months or years (calendar).'),
  snap: may(calendarUnit, 'Then on to the start of the next such calendar unit.'),
  anchor: may(anchor, anchorDoc),
  ...under('then', may(duration, 'Then this much more.')),
});
const durationTable: ObjectShape = { ...durationFields, refine: refineDuration };

/** At most a hundred years, whatever the unit. */
function refineDuration({ n, u }: Readonly<Record<string, unknown>>): Refinement | undefined {
  const max = MAX_DURATION[u as keyof typeof MAX_DURATION];
  return Number(n) <= max
    ? undefined
    : { key: 'n', code: 'out_of_range', expected: `at most ${max} ${String(u)}` };
}

const tickFields = {
  dom: may(list(integer(1, 31), 31, 1), 'Days of the month.'),
  dow: may(list(integer(0, 6), 7, 1), 'Days of the week, 0 is Sunday.'),
  md: may(list(monthDay, 366, 1), 'Days of the year, MM-DD.'),
  cal: may(persian, 'Calendar of dom and md; Gregorian when absent.'),
  anniv: may(fieldName, 'The anniversary of this date in the profile.'),
  at: may(clockTime, 'Time of day on the wall clock of the programme; 00:00 when absent.'),
};
export const tick = object<Tick>(tickFields, 'Tick');
export const occasion = object<NamedValues['Occasion']>(
  {
    ...tickFields,
    month_of: may(fieldName, 'The month of this date in the profile.'),
    hours: may(
      tuple([integer(0, 23), integer(1, 24)], 'two hours [from, to)', 'Hours'),
      'Hours of the day, the end excluded.',
    ),
  },
  'Occasion',
);

export const between = tuple([instant, instant], 'two instants [from, to)', 'Between');
export const timeWindow = either(
  {
    string: choice('all'),
    object: tagged({
      last: object<Arm<Window, 'last'>>({ last: must(duration, 'This long before now.') }),
      this: object<Arm<Window, 'this'>>(
        {
          this: must(calendarUnit, 'The calendar unit that contains now.'),
          anchor: may(anchor, anchorDoc),
          cal: may(persian, 'Calendar of the unit; Gregorian when absent.'),
        },
        'Period',
      ),
      between: object<Arm<Window, 'between'>>({
        between: must(between, 'Fixed instants, the end excluded.'),
      }),
      since: object<Arm<Window, 'since'>>({
        since: must(markRef, 'From the last time this mark was set.'),
        for: may(duration, 'For this long; without end when absent.'),
      }),
    }),
  },
  'Window',
);
