import { useEffect, useState } from 'preact/hooks';
import type { TopicLoaders } from '#i18n/topic.ts';
import { useLanguage } from './language.tsx';
import { loadPart } from './load-part.ts';

/** A screen without its words has nothing to press, so the words that did not arrive are asked for again. */
const AGAIN_MS = 3_000;

/** The words of one topic in the language in force; absent until they have arrived. */
export function useTopicWords<Words>(loaders: TopicLoaders<Words>): Words | undefined {
  const { locale } = useLanguage();
  const [loaded, setLoaded] = useState<{ readonly locale: string; readonly words: Words }>();
  useEffect(() => {
    let overtaken = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const load = (): void =>
      void loadPart(loaders[locale]).then(
        ({ words }) => {
          if (!overtaken) setLoaded({ locale, words });
        },
        () => {
          if (!overtaken) timer = setTimeout(load, AGAIN_MS);
        },
      );
    load();
    return () => {
      overtaken = true;
      clearTimeout(timer);
    };
  }, [loaders, locale]);
  // Words of the language before stay up until the new ones are there: better than an empty screen.
  return loaded?.words;
}
