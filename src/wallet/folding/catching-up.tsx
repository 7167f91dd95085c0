import type { ConnectionView } from '#bridge/common-views.ts';
import { wordLoaders } from '#i18n/topics/folding/load.ts';
import { useLanguage } from '#ui/language.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import styles from './folding.module.css';

export interface CatchingUpProps {
  readonly progress: NonNullable<ConnectionView['catchingUp']>;
}

/** How much of what this device missed has come. Every number on the screen grows until it is over. */
export function CatchingUp({ progress }: CatchingUpProps) {
  const { format } = useLanguage();
  const words = useTopicWords(wordLoaders);
  if (words === undefined) return null;
  const { done, total } = progress;
  return (
    <section class={styles.catchUp} aria-label={words.catchingUp}>
      <p class={styles.detail} role="status">
        {words.catchingUp}
      </p>
      <progress class={styles.bar} value={done} max={Math.max(total, 1)} aria-label={words.catchingUp} />
      <p class={styles.detail}>{words.caughtUp(format.integer(done), format.integer(total))}</p>
    </section>
  );
}
