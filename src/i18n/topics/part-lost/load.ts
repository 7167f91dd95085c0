import type { TopicLoaders } from '#i18n/topic.ts';
import type { PartLostWords } from './en.ts';

export const wordLoaders: TopicLoaders<PartLostWords> = {
  en: () => import('./en.ts'),
  fa: () => import('./fa.ts'),
  ar: () => import('./ar.ts'),
  zh: () => import('./zh.ts'),
  vi: () => import('./vi.ts'),
};
