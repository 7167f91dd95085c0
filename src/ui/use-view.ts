// Screens load their data from the worker and load it again when somebody changed it: this tab, another, the syncer.
import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks';

/** Where changes are announced. The bridge makes one from the app's broadcast channel. */
export interface ChangeFeed {
  /** Runs `onChange` whenever one of the topics changed. Returns the way to stop. */
  subscribe(topics: readonly string[], onChange: () => void): () => void;
}

export const ChangeContext = createContext<ChangeFeed>({ subscribe: () => () => undefined });

export type View<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  /** The worker failed: a bug or a dead worker, never an expected refusal. */
  | { readonly state: 'failed' };

export interface LiveView<T> {
  readonly view: View<T>;
  readonly reload: () => void;
}

/**
 * Loads now, and again when a topic or one of `inputs` changes. The old value stays on screen meanwhile, and an
 * answer that was overtaken by a newer one is dropped.
 */
export function useView<T>(
  load: () => Promise<T>,
  topics: readonly string[],
  inputs: readonly unknown[] = [],
): LiveView<T> {
  const feed = useContext(ChangeContext);
  const [view, setView] = useState<View<T>>({ state: 'loading' });
  const turn = useRef(0);
  const latestLoad = useRef(load);
  latestLoad.current = load;
  const reload = useCallback(() => {
    const mine = ++turn.current;
    latestLoad.current().then(
      (value) => mine === turn.current && setView({ state: 'ready', value }),
      () => mine === turn.current && setView({ state: 'failed' }),
    );
  }, []);
  useEffect(() => {
    reload();
    const stop = feed.subscribe(topics, reload);
    return () => {
      turn.current++;
      stop();
    };
  }, [feed, reload, topics.join(), ...inputs]);
  return { view, reload };
}
