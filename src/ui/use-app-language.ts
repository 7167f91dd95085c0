// Which language the app speaks: chosen by the person, else by the browser; remembered on this device.
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { CalendarChoice } from '#i18n/format.ts';
import { loadLanguage } from '#i18n/language.ts';
import type { AppLanguage, WordLoaders } from '#i18n/language.ts';
import { directionOf, isLocale, localeFromLanguages } from '#i18n/locale.ts';
import type { Locale } from '#base/locale.ts';
import { readSetting, writeSetting } from './settings.ts';

export interface LanguageChoice<Words> {
  /** Absent until the words have arrived. */
  readonly language: AppLanguage<Words> | undefined;
  readonly locale: Locale;
  readonly calendar: CalendarChoice;
  readonly chooseLocale: (locale: Locale) => void;
  readonly chooseCalendar: (calendar: CalendarChoice) => void;
}

/** The locale to start with, before any words are there. */
export function startLocale(): Locale {
  const remembered = readSetting('locale');
  return isLocale(remembered) ? remembered : localeFromLanguages(navigator.languages);
}

/** Sets direction and language of the page, so that the skeleton already stands the right way round. */
export function applyLocale(locale: Locale): void {
  document.documentElement.lang = locale;
  document.documentElement.dir = directionOf(locale);
}

export function useAppLanguage<Words>(loaders: WordLoaders<Words>): LanguageChoice<Words> {
  const [locale, setLocale] = useState(startLocale);
  const [calendar, setCalendar] = useState<CalendarChoice>(
    readSetting('calendar') === 'islamic-civil' ? 'islamic-civil' : 'usual',
  );
  const [language, setLanguage] = useState<AppLanguage<Words>>();
  useEffect(() => {
    let overtaken = false;
    void loadLanguage(loaders, locale, calendar).then((loaded) => {
      if (overtaken) return;
      applyLocale(locale);
      setLanguage(loaded);
    });
    return () => {
      overtaken = true;
    };
  }, [loaders, locale, calendar]);
  const chooseLocale = useCallback((chosen: Locale) => {
    writeSetting('locale', chosen);
    setLocale(chosen);
  }, []);
  const chooseCalendar = useCallback((chosen: CalendarChoice) => {
    writeSetting('calendar', chosen);
    setCalendar(chosen);
  }, []);
  return { language, locale, calendar, chooseLocale, chooseCalendar };
}
