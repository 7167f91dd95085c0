import type { ScoreView } from '#bridge/wallet-programme.ts';
import { useLanguage } from '#ui/language.tsx';
import { Fold } from './fold.tsx';
import { useProgrammeWords } from './use-programme-words.ts';
import styles from './score.module.css';

/** The same numbers to read or to hear. */
export function ScoreTable({ score }: { readonly score: ScoreView }) {
  const words = useProgrammeWords();
  return (
    <Fold summary={words.scoreNumbers}>
      <div class={styles.room}>
        <table class={styles.table} aria-label={words.scoreChart(score.name)}>
          {score.parts.length > 1 ? <PartRows score={score} /> : <DayRows score={score} />}
        </table>
      </div>
    </Fold>
  );
}

/** A row for each part, so that long names have room. */
function PartRows({ score: { points, parts } }: { readonly score: ScoreView }) {
  const words = useProgrammeWords();
  const { format } = useLanguage();
  return (
    <>
      <thead>
        <tr>
          <th scope="col">{words.scoreDay}</th>
          {points.map(({ atMs }) => (
            <th key={atMs} scope="col">
              {format.shortDay(atMs)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {parts.map((part, place) => (
          <tr key={part.name}>
            <th scope="row">{part.name}</th>
            {points.map((point) => (
              <td key={point.atMs}>{format.integer(point.parts[place] ?? 0)}</td>
            ))}
          </tr>
        ))}
        <tr class={styles.total}>
          <th scope="row">{words.scoreTotal}</th>
          {points.map(({ atMs, text }) => (
            <td key={atMs}>{text}</td>
          ))}
        </tr>
      </tbody>
    </>
  );
}

function DayRows({ score: { points } }: { readonly score: ScoreView }) {
  const words = useProgrammeWords();
  const { format } = useLanguage();
  return (
    <>
      <thead>
        <tr>
          <th scope="col">{words.scoreDay}</th>
          <th scope="col">{words.scoreTotal}</th>
        </tr>
      </thead>
      <tbody>
        {points.map(({ atMs, text }) => (
          <tr key={atMs}>
            <th scope="row">{format.day(atMs)}</th>
            <td>
              <bdi>{text}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </>
  );
}
