import type { BirthdayWords } from '#i18n/topics/birthday/en.ts';
import { daysIn, monthText, yearDayOrder } from '#i18n/year-day.ts';
import { useLanguage } from '#ui/language.tsx';
import { Select } from '#ui/select.tsx';
import styles from './birthday.module.css';

/** What was chosen so far; both from 1. */
export interface DayDraft {
  readonly month?: number;
  readonly day?: number;
}

export interface DayFieldsProps {
  readonly words: BirthdayWords;
  readonly draft: DayDraft;
  readonly onChange: (draft: DayDraft) => void;
}

const NONE = { value: '', label: '–' };

/** Month and day in the order of the language. A day that the month does not have is let go of. */
export function DayFields({ words, draft: { month, day }, onChange }: DayFieldsProps) {
  const { format } = useLanguage();
  const most = month === undefined ? 31 : daysIn(month);
  const months = range(12).map((each) => ({ value: String(each), label: monthText(format, each) }));
  const days = range(most).map((each) => ({ value: String(each), label: format.integer(each) }));
  const change = (next: DayDraft) => {
    const fits = next.day === undefined || next.month === undefined || next.day <= daysIn(next.month);
    onChange(fits || next.month === undefined ? next : { month: next.month });
  };
  return (
    <div class={styles.fields}>
      {yearDayOrder(format).map((part) =>
        part === 'month' ? (
          <Select
            key={part}
            label={words.month}
            value={String(month ?? '')}
            options={[NONE, ...months]}
            onChange={(value) => change(draftOf(numberFrom(value), day))}
          />
        ) : (
          <Select
            key={part}
            label={words.day}
            value={String(day ?? '')}
            options={[NONE, ...days]}
            onChange={(value) => change(draftOf(month, numberFrom(value)))}
          />
        ),
      )}
    </div>
  );
}

function draftOf(month: number | undefined, day: number | undefined): DayDraft {
  return { ...(month === undefined ? {} : { month }), ...(day === undefined ? {} : { day }) };
}

function numberFrom(value: string): number | undefined {
  return value === '' ? undefined : Number(value);
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, place) => place + 1);
}
