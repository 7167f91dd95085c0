import type { Topic } from '#bridge/changes.ts';

/** Tells the screens what a sync brings. */
export interface News {
  /** One answer of the server has been kept. */
  readonly kept: (topics: readonly Topic[]) => void;
  /** No other follows for now. */
  readonly ended: () => void;
}

/**
 * Told after the 1st, 4th, 16th, 64th... of answers that follow one another, and at the end: a screen that is told reads everything
 * anew, and after each of n answers that would be n squared. How far the sync is, is told with each.
 */
export function createNews(changed: (...topics: readonly Topic[]) => void): News {
  let answers = 0;
  let tellingAt = 1;
  const untold = new Set<Topic>();

  function tell(topics: readonly Topic[]): void {
    for (const topic of topics) untold.delete(topic);
    if (topics.length > 0) changed(...topics);
  }

  return {
    kept: (topics) => {
      answers += 1;
      for (const topic of topics) untold.add(topic);
      const isDue = answers === tellingAt;
      if (isDue) tellingAt *= 4;
      tell(isDue ? [...untold] : ['connection']);
    },
    ended: () => {
      answers = 0;
      tellingAt = 1;
      tell([...untold]);
    },
  };
}
