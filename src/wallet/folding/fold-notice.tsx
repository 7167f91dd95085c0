import type { FoldProgressView, UnsettledView } from '#bridge/wallet-folds.ts';
import { wordLoaders } from '#i18n/topics/folding/load.ts';
import type { FoldingWords } from '#i18n/topics/folding/en.ts';
import { Button } from '#ui/button.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet } from '#wallet/environment.ts';
import styles from './folding.module.css';

export interface FoldNoticeProps {
  readonly programmes: readonly {
    readonly look: { readonly programmeId: string };
    readonly unsettled?: UnsettledView;
  }[];
  /** `line`: of when the numbers are, beside them. `progress`: how far the exact ones have come. */
  readonly part: 'line' | 'progress';
}

/** Of programmes whose numbers are not of now. */
export function FoldNotice({ programmes, part }: FoldNoticeProps) {
  const { api } = useWallet();
  const { locale, format } = useLanguage();
  const words = useTopicWords(wordLoaders);
  const { view } = useView(() => api.foldProgress(locale), ['folds', 'programmes'], [locale]);
  if (words === undefined || view.state !== 'ready') return null;
  const asOf = new Map(programmes.map(({ look, unsettled }) => [look.programmeId, unsettled?.asOfMs]));
  const folds = view.value.filter(({ programmeId }) => asOf.has(programmeId));
  if (part === 'progress') return folds.length === 0 ? null : <Folds folds={folds} words={words} />;
  const times = [...asOf.values()].filter((time) => time !== undefined);
  if (times.length === 0) return null;
  const time = format.dayTime(Math.min(...times));
  return (
    <p class={styles.asOf} role="status">
      {folds.some(({ stopped }) => stopped) ? words.asOf(time) : words.updating(time)}
    </p>
  );
}

function Folds({
  folds,
  words,
}: {
  readonly folds: readonly FoldProgressView[];
  readonly words: FoldingWords;
}) {
  return (
    <ul class={styles.folds}>
      {folds.map((fold) => (
        <li key={fold.programmeId}>
          <Fold fold={fold} words={words} />
        </li>
      ))}
    </ul>
  );
}

interface FoldProps {
  readonly fold: FoldProgressView;
  readonly words: FoldingWords;
}

function Fold({ fold, words }: FoldProps) {
  const { api } = useWallet();
  const { format } = useLanguage();
  const { programmeId, programmeName, done, total, stopped } = fold;
  return (
    <section class={styles.fold} aria-label={programmeName}>
      <div class={styles.words}>
        <div class={styles.line}>
          <p class={styles.name}>
            <bdi>{programmeName}</bdi>
          </p>
          <p class={styles.detail} role="status">
            {stopped ? words.unfinished : words.working}
          </p>
        </div>
        <progress class={styles.bar} value={done} max={total} aria-label={programmeName} />
        <p class={styles.detail}>{words.progress(format.integer(done), format.integer(total))}</p>
      </div>
      <span class={styles.action}>
        {stopped ? (
          <Button onClick={() => void api.continueFold(programmeId)}>{words.goOn}</Button>
        ) : (
          <Button onClick={() => void api.stopFold(programmeId)}>{words.stop}</Button>
        )}
      </span>
    </section>
  );
}
