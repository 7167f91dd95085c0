import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { LOCALES, type Locale } from '#base/locale.ts';
import { LOCALE_NAMES } from '#i18n/locale.ts';
import { Segmented } from '#ui/choice.tsx';
import { useWords } from './words.ts';

/** Changes the language of the whole app. */
export const ChooseLocale = createContext<(locale: Locale) => void>(() => undefined);

/** Each language by its own name, so that it is found in a language one cannot read. */
export function LanguageChoice() {
  const { shared, locale } = useWords();
  const choose = useContext(ChooseLocale);
  return (
    <Segmented
      label={shared.language}
      labelShown
      layout="wrap"
      value={locale}
      options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value], lang: value }))}
      onChange={choose}
    />
  );
}
