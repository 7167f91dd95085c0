import type { OperatorWords } from '#i18n/topics/operator/en.ts';
import type { Comparison, DayValue } from './windows.ts';
import styles from './operator.module.css';

export interface DayChartProps {
  readonly words: OperatorWords;
  readonly comparison: Comparison;
  /** What is counted, in words. */
  readonly figure: string;
  /** Whether an offer is chosen whose redemptions stand below. */
  readonly withRedemptions: boolean;
  readonly show: (value: number) => string;
  readonly showCount: (value: number) => string;
  readonly showDay: (day: number) => string;
}

/** Bars for the eye, the same numbers as a table for everybody else. */
export function DayChart(props: DayChartProps) {
  const { words, comparison, figure, withRedemptions, show, showCount, showDay } = props;
  const { days } = comparison;
  return (
    <div class={styles.chart}>
      <Bars days={days} name={figure} valueOf={(each) => each.value} show={show} />
      {withRedemptions ? (
        <Bars
          days={days}
          name={words.redemptions}
          valueOf={(each) => each.redemptions}
          show={showCount}
          isSmall
        />
      ) : null}
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
        <DayTable {...props} />
      </details>
    </div>
  );
}

interface BarsProps {
  readonly days: readonly DayValue[];
  readonly name: string;
  readonly valueOf: (day: DayValue) => number;
  readonly show: (value: number) => string;
  readonly isSmall?: boolean;
}

const HEIGHT = 96;
const STEP = 10;

function Bars({ days, name, valueOf, show, isSmall = false }: BarsProps) {
  const values = days.map(valueOf);
  const most = Math.max(0, ...values);
  return (
    <div aria-hidden="true">
      <p class={styles.scale}>
        <span>{name}</span>
        <span>{show(most)}</span>
      </p>
      <svg
        class={isSmall ? styles.smallBars : styles.bars}
        viewBox={`0 0 ${days.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
      >
        {days.map((each, index) => {
          const height = most === 0 ? 0 : Math.round((values[index]! / most) * (HEIGHT - 4));
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
    </div>
  );
}

function DayTable({ words, comparison, figure, withRedemptions, show, showCount, showDay }: DayChartProps) {
  return (
    <div class={styles.scroll} tabIndex={0} role="region" aria-label={words.asTable}>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.day}</th>
            <th scope="col">{figure}</th>
            {withRedemptions ? <th scope="col">{words.redemptions}</th> : null}
          </tr>
        </thead>
        <tbody>
          {comparison.days.map((each) => (
            <tr key={each.day}>
              <th scope="row">{showDay(each.day)}</th>
              <td>{show(each.value)}</td>
              {withRedemptions ? <td>{showCount(each.redemptions)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
