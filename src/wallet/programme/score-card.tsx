import type { ScoreView } from '#bridge/wallet-programme.ts';
import { useLanguage } from '#ui/language.tsx';
import { Section } from '#wallet/screen.tsx';
import { partClass } from './part-class.ts';
import { ScoreChart } from './score-chart.tsx';
import { ScoreTable } from './score-table.tsx';
import { useProgrammeWords } from './use-programme-words.ts';
import styles from './score.module.css';

/** With its unit it does not fit the size of a plain number. */
const LONG = 10;

/** A number that the programme computes: what it is, what it is made of, how it went, when it comes next. */
export function ScoreCard({ score }: { readonly score: ScoreView }) {
  const words = useProgrammeWords();
  const { format } = useLanguage();
  const { name, now, parts, points, nextMs, wouldBe } = score;
  return (
    <Section title={name}>
      <div class={styles.card}>
        <p class={`${styles.now} ${now.length > LONG ? styles.long : ''}`}>
          <bdi>{now}</bdi>
        </p>
        {(nextMs !== undefined || wouldBe !== undefined) && (
          <p class={styles.next}>
            {nextMs !== undefined && <span>{words.scoreNext(format.day(nextMs))}</span>}
            {wouldBe !== undefined && <span>{words.scoreWouldBe(wouldBe)}</span>}
          </p>
        )}
        {points.length > 1 && <ScoreChart score={score} />}
        {parts.length > 1 && (
          <ul class={styles.parts} aria-label={words.scoreParts}>
            {parts.map((part, place) => (
              <li key={part.name} class={styles.part}>
                <span class={`${styles.swatch} ${partClass(place)}`} />
                <span class={styles.partName}>{part.name}</span>
                <bdi>{part.now}</bdi>
              </li>
            ))}
          </ul>
        )}
        {points.length > 1 && <ScoreTable score={score} />}
      </div>
    </Section>
  );
}
