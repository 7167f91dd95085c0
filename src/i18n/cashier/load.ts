import type { WordLoaders } from '#i18n/language.ts';
import type { CashierWords } from './en.ts';

export const cashierWordLoaders: WordLoaders<CashierWords> = {
  en: () => import('./en.ts'),
  fa: () => import('./fa.ts'),
  ar: () => import('./ar.ts'),
  zh: () => import('./zh.ts'),
  vi: () => import('./vi.ts'),
};
