// Everything a screen needs to speak one language.
import { createFormat } from './format.ts';
import type { CalendarChoice, Format } from './format.ts';
import { directionOf } from './locale.ts';
import type { Locale } from '#base/locale.ts';
import type { Direction } from './locale.ts';
import type { RefusalWords } from './refusal-kinds.ts';
import type { SharedWords } from './shared/en.ts';

export interface Language {
  readonly locale: Locale;
  readonly direction: Direction;
  readonly format: Format;
  readonly shared: SharedWords;
  readonly refusals: RefusalWords;
}

/** A language with the words of one app, e.g. `AppLanguage<WalletWords>`. */
export interface AppLanguage<Words> extends Language {
  readonly app: Words;
}

/** What each locale file of an app exports as `words`: one lazily loaded chunk per language. */
export interface WordBundle<Words> {
  readonly shared: SharedWords;
  readonly refusals: RefusalWords;
  readonly app: Words;
}

export type WordLoaders<Words> = Readonly<
  Record<Locale, () => Promise<{ readonly words: WordBundle<Words> }>>
>;

/** Loads the words of one locale and adds its formats and direction. */
export async function loadLanguage<Words>(
  loaders: WordLoaders<Words>,
  locale: Locale,
  calendar: CalendarChoice,
): Promise<AppLanguage<Words>> {
  const { words } = await loaders[locale]();
  return { locale, direction: directionOf(locale), format: createFormat(locale, calendar), ...words };
}
