import { useEffect, useState } from 'preact/hooks';
import { loadPart } from './load-part.ts';

export interface LoadedPart<Part> {
  /** What came last; that of another `load` stays until the new one is there: better than an empty place. */
  readonly part: Part | undefined;
  /** It did not arrive, so far. */
  readonly failed: boolean;
}

/** A place without its part has nothing to press, so a part that did not arrive is asked for again. */
const AGAIN_MS = 3_000;

/** A part of the app that comes behind the first screen; `undefined` while it is not needed. */
export function usePart<Part>(load: (() => Promise<Part>) | undefined): LoadedPart<Part> {
  const [loaded, setLoaded] = useState<LoadedPart<Part>>({ part: undefined, failed: false });
  useEffect(() => {
    if (load === undefined) return undefined;
    let overtaken = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void =>
      void loadPart(load).then(
        (part) => {
          if (!overtaken) setLoaded({ part, failed: false });
        },
        () => {
          if (overtaken) return;
          setLoaded(({ part }) => ({ part, failed: true }));
          timer = setTimeout(ask, AGAIN_MS);
        },
      );
    ask();
    return () => {
      overtaken = true;
      clearTimeout(timer);
    };
  }, [load]);
  return loaded;
}
