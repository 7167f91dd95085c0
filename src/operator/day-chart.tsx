import type { OperatorWords } from '#i18n/topics/operator/en.ts';
import type { Comparison } from './windows.ts';
import styles from './operator.module.css';

export interface DayChartProps {
  readonly words: OperatorWords;
  readonly comparison: Comparison;
  readonly show: (value: number) => string;
  readonly showDay: (day: number) => string;
}

const HEIGHT = 96;
const STEP = 10;

/** Bars for the eye, the same numbers as a table for everybody else. */
export function DayChart({ words, comparison, show, showDay }: DayChartProps) {
  const { days } = comparison;
  const most = Math.max(1, ...days.map((each) => each.value));
  return (
    <div class={styles.chart}>
      <p class={styles.scale} aria-hidden="true">
        {show(most)}
      </p>
      <svg viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {days.map((each, index) => {
          const height = Math.round((each.value / most) * (HEIGHT - 4));
          return (
            <rect
              key={each.day}
              class={styles[each.side]}
              x={index * STEP + 1}
              y={HEIGHT - height}
              width={STEP - 2}
              height={height}
            />
          );
        })}
      </svg>
      <p class={styles.axis} aria-hidden="true">
        <span>{showDay(days[0]!.day)}</span>
        <span>{showDay(days.at(-1)!.day)}</span>
      </p>
      <p class={styles.legend}>
        <span class={styles.beforeMark}>{words.before}</span>
        <span class={styles.afterMark}>{words.after}</span>
      </p>
      <details>
        <summary>{words.asTable}</summary>
        <div class={styles.scroll} tabIndex={0} role="region" aria-label={words.asTable}>
          <table>
            <thead>
              <tr>
                <th scope="col">{words.day}</th>
                <th scope="col">{words.value}</th>
              </tr>
            </thead>
            <tbody>
              {days.map((each) => (
                <tr key={each.day}>
                  <th scope="row">{showDay(each.day)}</th>
                  <td>{show(each.value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </div>
  );
}
