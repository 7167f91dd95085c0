// The language of the screens as a context. Each app adds a context for its own words.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Language } from '#i18n/language.ts';

export const LanguageContext = createContext<Language | undefined>(undefined);

/** The language in force. Throws outside a `LanguageContext.Provider`: that is a bug. */
export function useLanguage(): Language {
  const language = useContext(LanguageContext);
  if (language === undefined) throw new Error('bug: no language around this component');
  return language;
}
