import { useId } from 'preact/hooks';
import styles from './day-field.module.css';

export interface DayFieldProps {
  readonly label: string;
  /** Noon of the chosen day by this device's clock. */
  readonly dayMs: number | undefined;
  readonly onDay: (dayMs: number | undefined) => void;
}

const HALF_DAY_MS = 12 * 3_600_000;

/** A day, by the device's own picker, which knows the person's calendar; empty: all days. */
export function DayField({ label, dayMs, onDay }: DayFieldProps) {
  const id = useId();
  return (
    <div class={styles.field}>
      <label class={styles.label} for={id}>
        {label}
      </label>
      <input
        id={id}
        class={styles.input}
        type="date"
        value={dayMs === undefined ? '' : dayText(dayMs)}
        onInput={(event) => onDay(dayMsFrom(event.currentTarget.value))}
      />
    </div>
  );
}

function dayText(dayMs: number): string {
  const day = new Date(dayMs);
  const padded = (value: number, digits: number): string => `${value}`.padStart(digits, '0');
  // A year that is being typed is 0002 for a moment, and a field that is given the year 2 empties itself.
  const year = padded(day.getFullYear(), 4);
  return `${year}-${padded(day.getMonth() + 1, 2)}-${padded(day.getDate(), 2)}`;
}

/** Noon, so that no change of the clocks moves it into another day. */
function dayMsFrom(text: string): number | undefined {
  const startMs = new Date(`${text}T00:00`).getTime();
  return Number.isNaN(startMs) ? undefined : startMs + HALF_DAY_MS;
}
