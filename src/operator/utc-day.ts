import type { Format } from '#i18n/format.ts';

const DAY_MS = 86_400_000;

/** Names days of UTC, as the server counts them: by the local clock, one begins on the day before west of Greenwich. */
export function createUtcDays({ tag }: Pick<Format, 'tag'>): (day: number) => string {
  const days = new Intl.DateTimeFormat(tag, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  });
  return (day) => days.format(day * DAY_MS);
}
