import type { TopicLoaders } from '#i18n/topic.ts';
import type { CategoriesWords } from './en.ts';

export const wordLoaders: TopicLoaders<CategoriesWords> = {
  en: () => import('./en.ts'),
  fa: () => import('./fa.ts'),
  ar: () => import('./ar.ts'),
  zh: () => import('./zh.ts'),
  vi: () => import('./vi.ts'),
};
