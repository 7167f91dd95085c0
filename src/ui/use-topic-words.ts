import type { TopicLoaders } from '#i18n/topic.ts';
import { useLanguage } from './language.tsx';
import { usePart } from './use-part.ts';

/** The words of one topic in the language in force; absent until they have arrived. */
export function useTopicWords<Words>(loaders: TopicLoaders<Words>): Words | undefined {
  const { locale } = useLanguage();
  return usePart(loaders[locale]).part?.words;
}
