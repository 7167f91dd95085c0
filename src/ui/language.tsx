// The language of the screens as a context: locale, formats and the words both apps share.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Format } from '#i18n/format.ts';
import type { Direction, Locale } from '#i18n/locale.ts';
import type { RefusalWords } from '#i18n/refusal-kinds.ts';
import type { SharedWords } from '#i18n/shared/en.ts';

export interface Language {
  readonly locale: Locale;
  readonly direction: Direction;
  readonly format: Format;
  readonly shared: SharedWords;
  readonly refusals: RefusalWords;
}

export const LanguageContext = createContext<Language | undefined>(undefined);

/** The language in force. Throws outside a `LanguageContext.Provider`: that is a bug. */
export function useLanguage(): Language {
  const language = useContext(LanguageContext);
  if (language === undefined) throw new Error('bug: no language around this component');
  return language;
}
