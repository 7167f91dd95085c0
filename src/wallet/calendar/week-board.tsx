import type { AgendaItem } from '#bridge/wallet-calendar.ts';
import { weekdayLetter } from '#i18n/calendar-names.ts';
import { useLanguage } from '#ui/language.tsx';
import { fourWeeks, type WeekDay } from './agenda-days.ts';
import styles from './calendar.module.css';

export interface WeekBoardProps {
  readonly items: readonly AgendaItem[];
  readonly nowMs: number;
}

/** Four weeks at a glance. The list under it says the same in words, so screen readers get the list. */
export function WeekBoard({ items, nowMs }: WeekBoardProps) {
  const { format, locale } = useLanguage();
  const days = fourWeeks(items, { nowMs, locale });
  return (
    <div class={styles.board} aria-hidden={true}>
      {days.slice(0, 7).map(({ atMs }) => (
        <span key={atMs} class={styles.weekday}>
          {weekdayLetter(format, atMs)}
        </span>
      ))}
      {days.map((day) => (
        <Cell key={day.atMs} day={day} />
      ))}
    </div>
  );
}

const MOST_DOTS = 3;

function Cell({ day }: { readonly day: WeekDay }) {
  const { format } = useLanguage();
  const colours = [...new Set(day.items.map(({ look }) => look.colour))].slice(0, MOST_DOTS);
  const classes = [styles.cell, day.isToday ? styles.today : '', day.isPast ? styles.past : ''];
  return (
    <span class={classes.join(' ')}>
      <bdi>{format.dayOfMonth(day.atMs)}</bdi>
      <span class={styles.dots}>
        {colours.map((colour) => (
          <span key={colour} class={styles.dot} style={{ '--accent': colour }} />
        ))}
      </span>
    </span>
  );
}
