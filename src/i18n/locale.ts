// Direction and names of the languages, and which one a person's browser asks for.
import { type Locale, LOCALES } from '#base/locale.ts';

export type Direction = 'ltr' | 'rtl';

/** Each language by its own name, for the language picker: never translated. */
export const LOCALE_NAMES: Readonly<Record<Locale, string>> = {
  en: 'English',
  fa: 'فارسی',
  ar: 'العربية',
  zh: '简体中文',
  vi: 'Tiếng Việt',
};

export function directionOf(locale: Locale): Direction {
  return locale === 'fa' || locale === 'ar' ? 'rtl' : 'ltr';
}

export function isLocale(text: string | null | undefined): text is Locale {
  return LOCALES.some((locale) => locale === text);
}

/** The first of the person's languages (BCP 47, as in `navigator.languages`) that we speak, else English. */
export function localeFromLanguages(languages: readonly string[]): Locale {
  for (const language of languages) {
    const primary = language.toLowerCase().split('-')[0];
    if (isLocale(primary)) return primary;
  }
  return 'en';
}
