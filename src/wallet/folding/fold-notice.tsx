import type { FoldProgressView } from '#bridge/wallet-folds.ts';
import { wordLoaders } from '#i18n/topics/folding/load.ts';
import type { FoldingWords } from '#i18n/topics/folding/en.ts';
import { Button } from '#ui/button.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet } from '#wallet/environment.ts';
import type { Unsettled } from './folding.tsx';
import styles from './folding.module.css';

/** How far the numbers are, per programme; a line when they will be there in a moment. */
export function FoldNotice({ programmes }: { readonly programmes: readonly Unsettled[] }) {
  const { api } = useWallet();
  const { locale, format } = useLanguage();
  const words = useTopicWords(wordLoaders);
  const { view } = useView(() => api.foldProgress(locale), ['folds', 'programmes'], [locale]);
  if (words === undefined || view.state !== 'ready') return null;
  const asOf = new Map(programmes.map(({ look, unsettled }) => [look.programmeId, unsettled?.asOfMs]));
  const folds = view.value.filter(({ programmeId }) => asOf.has(programmeId));
  if (folds.length > 0) {
    return (
      <ul class={styles.folds}>
        {folds.map((fold) => (
          <li key={fold.programmeId}>
            <Fold fold={fold} asOfMs={asOf.get(fold.programmeId)} words={words} />
          </li>
        ))}
      </ul>
    );
  }
  const times = [...asOf.values()].filter((time) => time !== undefined);
  if (times.length === 0) return null;
  return (
    <p class={styles.updating} role="status">
      {words.updating(format.dayTime(Math.min(...times)))}
    </p>
  );
}

interface FoldProps {
  readonly fold: FoldProgressView;
  readonly asOfMs: number | undefined;
  readonly words: FoldingWords;
}

function Fold({ fold, asOfMs, words }: FoldProps) {
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
        <div class={styles.line}>
          <p class={styles.detail}>{words.progress(format.integer(done), format.integer(total))}</p>
          <p class={styles.detail}>
            {asOfMs === undefined ? words.noneYet : words.asOf(format.dayTime(asOfMs))}
          </p>
        </div>
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
