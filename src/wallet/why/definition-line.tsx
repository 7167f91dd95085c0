import type { DefinitionView } from '#bridge/posting-views.ts';
import { wordLoaders } from '#i18n/topics/why/load.ts';
import { useLanguage } from '#ui/language.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import styles from './why.module.css';

/** By which terms it was worked out, and since when they hold. */
export function DefinitionLine({ definition }: { readonly definition: DefinitionView }) {
  const words = useTopicWords(wordLoaders);
  const { format } = useLanguage();
  if (words === undefined) return null;
  const { number, fromMs, hash } = definition;
  return (
    <p class={styles.terms}>
      {words.terms(format.integer(number))} ·{' '}
      {fromMs === undefined ? words.start : words.since(format.day(fromMs))} ·{' '}
      <bdi>{words.fingerprint(hash)}</bdi>
    </p>
  );
}
