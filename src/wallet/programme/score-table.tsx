import type { ScoreView } from '#bridge/wallet-programme.ts';
import { useLanguage } from '#ui/language.tsx';
import { useProgrammeWords } from './use-programme-words.ts';
import styles from './score.module.css';

/** The same numbers to read or to hear. */
export function ScoreTable({ score }: { readonly score: ScoreView }) {
  const words = useProgrammeWords();
  const { format } = useLanguage();
  const { name, points, parts } = score;
  const shown = parts.length > 1 ? parts : [];
  return (
    <details class={styles.numbers}>
      <summary>{words.scoreNumbers}</summary>
      <div class={styles.scroll} role="region" aria-label={words.scoreChart(name)} tabIndex={0}>
        <table class={styles.table}>
          <thead>
            <tr>
              <th scope="col">{words.scoreDay}</th>
              {shown.map((part) => (
                <th key={part.name} scope="col">
                  {part.name}
                </th>
              ))}
              <th scope="col">{words.scoreTotal}</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.atMs}>
                <th scope="row">{format.shortDay(point.atMs)}</th>
                {shown.map((part, place) => (
                  <td key={part.name}>{format.integer(point.parts[place] ?? 0)}</td>
                ))}
                <td>
                  <bdi>{point.text}</bdi>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
