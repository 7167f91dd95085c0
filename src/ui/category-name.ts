import { wordLoaders } from '#i18n/topics/categories/load.ts';
import { useTopicWords } from './use-topic-words.ts';

/** The name of a category in the language in force; one that is the merchant's own is its identifier, readable. */
export function useCategoryName(): (category: string) => string {
  const words = useTopicWords(wordLoaders);
  return (category) => categoryName(words?.names, category);
}

export function categoryName(names: Readonly<Record<string, string>> | undefined, category: string): string {
  if (names !== undefined && Object.hasOwn(names, category)) return names[category]!;
  const spaced = category.replaceAll(/[-_]+/g, ' ').trim();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
