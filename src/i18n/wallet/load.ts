import type { WordLoaders } from '#i18n/language.ts';
import type { WalletWords } from './en.ts';

export const walletWordLoaders: WordLoaders<WalletWords> = {
  en: () => import('./en.ts'),
  fa: () => import('./fa.ts'),
  ar: () => import('./ar.ts'),
  zh: () => import('./zh.ts'),
  vi: () => import('./vi.ts'),
};
