import type { ScorePoint, ScoreView } from '#bridge/wallet-programme.ts';
import { useLanguage } from '#ui/language.tsx';
import { useProgrammeWords } from './use-programme-words.ts';
import { partClass } from './part-class.ts';
import styles from './score.module.css';

const HEIGHT = 100;
/** Width of the place of one bar, and of the bar in it. */
const STEP = 40;
const BAR = 22;

/** One stacked bar for each time it was computed. Time runs in reading direction; the numbers are in the table below it. */
export function ScoreChart({ score }: { readonly score: ScoreView }) {
  const words = useProgrammeWords();
  const { format } = useLanguage();
  const { name, points } = score;
  const highest = Math.max(1, ...points.map(({ total }) => total));
  return (
    <figure class={styles.chart}>
      <svg
        class={styles.bars}
        viewBox={`0 0 ${points.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={words.scoreChart(name)}
      >
        {points.map((point, place) => (
          <Bar key={point.atMs} point={point} place={place} highest={highest} />
        ))}
      </svg>
      <div class={styles.days} aria-hidden="true">
        {points.map(({ atMs }) => (
          <bdi key={atMs}>{format.shortDay(atMs)}</bdi>
        ))}
      </div>
    </figure>
  );
}

interface BarProps {
  readonly point: ScorePoint;
  readonly place: number;
  readonly highest: number;
}

function Bar({ point, place, highest }: BarProps) {
  let top = HEIGHT;
  return (
    <g>
      {point.parts.map((part, index) => {
        const height = (Math.max(0, part) / highest) * HEIGHT;
        top -= height;
        return (
          <rect
            key={index}
            class={partClass(index)}
            x={place * STEP + (STEP - BAR) / 2}
            y={top}
            width={BAR}
            height={height}
          />
        );
      })}
    </g>
  );
}
