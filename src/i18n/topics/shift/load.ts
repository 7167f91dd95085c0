import type { TopicLoaders } from '#i18n/topic.ts';
import type { ShiftWords } from './en.ts';

export const wordLoaders: TopicLoaders<ShiftWords> = {
  en: () => import('./en.ts'),
  fa: () => import('./fa.ts'),
  ar: () => import('./ar.ts'),
  zh: () => import('./zh.ts'),
  vi: () => import('./vi.ts'),
};
