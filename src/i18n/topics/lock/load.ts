import type { TopicLoaders } from '#i18n/topic.ts';
import type { LockWords } from './en.ts';

export const wordLoaders: TopicLoaders<LockWords> = {
  en: () => import('./en.ts'),
  fa: () => import('./fa.ts'),
  ar: () => import('./ar.ts'),
  zh: () => import('./zh.ts'),
  vi: () => import('./vi.ts'),
};
