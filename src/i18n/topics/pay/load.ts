import type { TopicLoaders } from '#i18n/topic.ts';
import type { PayWords } from './en.ts';

export const wordLoaders: TopicLoaders<PayWords> = {
  en: () => import('./en.ts'),
  fa: () => import('./fa.ts'),
  ar: () => import('./ar.ts'),
  zh: () => import('./zh.ts'),
  vi: () => import('./vi.ts'),
};
