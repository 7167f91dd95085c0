// Words that arrive with the screen that needs them, so that the first load stays small.
import type { Locale } from '#base/locale.ts';

/** What `topics/<topic>/load.ts` exports as `wordLoaders`: one lazily loaded chunk per language. */
export type TopicLoaders<Words> = Readonly<Record<Locale, () => Promise<{ readonly words: Words }>>>;
