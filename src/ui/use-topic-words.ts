import { useEffect, useState } from 'preact/hooks';
import type { TopicLoaders } from '#i18n/topic.ts';
import { useLanguage } from './language.tsx';

/** The words of one topic in the language in force; absent until they have arrived. */
export function useTopicWords<Words>(loaders: TopicLoaders<Words>): Words | undefined {
  const { locale } = useLanguage();
  const [loaded, setLoaded] = useState<{ readonly locale: string; readonly words: Words }>();
  useEffect(() => {
    let overtaken = false;
    void loaders[locale]().then(({ words }) => {
      if (!overtaken) setLoaded({ locale, words });
    });
    return () => {
      overtaken = true;
    };
  }, [loaders, locale]);
  // Words of the language before stay up until the new ones are there: better than an empty screen.
  return loaded?.words;
}
