import { LOCALES, type Locale } from '#base/locale.ts';
import { LOCALE_NAMES } from '#i18n/locale.ts';
import { Segmented } from '#ui/choice.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useLanguageChoice } from './environment.ts';

/** The five languages, each by its own name. */
export function LanguageChips({ labelShown = false }: { readonly labelShown?: boolean }) {
  const { shared } = useLanguage();
  const { locale, chooseLocale } = useLanguageChoice();
  return (
    <Segmented<Locale>
      label={shared.language}
      labelShown={labelShown}
      layout="wrap"
      value={locale}
      onChange={chooseLocale}
      options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value], lang: value }))}
    />
  );
}
