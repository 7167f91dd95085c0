import { useCallback, useRef, useState } from 'preact/hooks';

export interface Held<T> {
  /** What is on the screen. */
  readonly shown: T;
  /** What will be: two codes in one frame, or two keys of a scanner, come without a drawing between them. */
  readonly now: () => T;
  readonly change: (change: (now: T) => T) => void;
}

/** State that whatever happens before the next drawing sees as well. Both functions stay the same. */
export function useHeld<T extends object>(first: () => T): Held<T> {
  const [shown, draw] = useState(first);
  const latest = useRef(shown);
  return {
    shown,
    now: useCallback(() => latest.current, []),
    change: useCallback((change) => {
      latest.current = change(latest.current);
      draw(latest.current);
    }, []),
  };
}
