import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { CashierWords } from '#i18n/cashier/en.ts';
import type { AppLanguage } from '#i18n/language.ts';

export const WordsContext = createContext<AppLanguage<CashierWords> | undefined>(undefined);

/** The language in force with the till's words. Throws outside its provider: that is a bug. */
export function useWords(): AppLanguage<CashierWords> {
  const language = useContext(WordsContext);
  if (language === undefined) throw new Error('bug: no words around this component');
  return language;
}
