import type { Language } from '#i18n/language.ts';

export interface UnsentShape {
  readonly unsent: number;
  /** When the oldest of them happened. */
  readonly oldestUnsentMs?: number;
}

/** How much waits to be sent, and how long the oldest of it has: a few that are days old need a line, many of this minute do not. */
export function unsentText(
  { unsent, oldestUnsentMs }: UnsentShape,
  { format, shared }: Pick<Language, 'format' | 'shared'>,
  nowMs: number,
): string {
  const words = shared.connection;
  if (unsent === 0) return words.allSent;
  const count = format.plural(unsent, words.unsent);
  if (oldestUnsentMs === undefined) return count;
  // A clock that was set back since must not tell of the future.
  const since = format.relative(Math.min(oldestUnsentMs, nowMs), nowMs);
  return `${count} · ${words.oldestUnsent(since)}`;
}
