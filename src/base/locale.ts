// The languages of the project. A locale is a language only: the region comes from the device where it matters.

export const LOCALES = ['en', 'fa', 'ar', 'zh', 'vi'] as const;
export type Locale = (typeof LOCALES)[number];
