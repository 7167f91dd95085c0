import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { loadOnce } from './load-part.ts';
import { LoadFailed } from './load-failed.tsx';

export interface Later<P> {
  readonly Component: ComponentType<P>;
  /** Begins loading; safe to call at any time. A failure is told when the component is shown. */
  readonly warm: () => void;
}

/** A part of the app that is not needed for the first screen. Until it has arrived nothing is drawn in its place. */
export function later<Part, P extends object>(
  load: () => Promise<Part>,
  pick: (part: Part) => ComponentType<P>,
): Later<P> {
  let loaded: ComponentType<P> | undefined;
  const begin = loadOnce(load, (part) => void (loaded = pick(part)));

  function LaterComponent(props: P) {
    const [failed, setFailed] = useState(false);
    const [, setArrived] = useState(loaded !== undefined);
    const [tries, setTries] = useState(0);
    useEffect(() => {
      setFailed(false);
      begin().then(
        () => setArrived(true),
        () => setFailed(true),
      );
    }, [tries]);
    if (loaded !== undefined) {
      const Loaded = loaded;
      return <Loaded {...props} />;
    }
    return failed ? <LoadFailed onRetry={() => setTries(tries + 1)} /> : null;
  }

  return { Component: LaterComponent, warm: () => void begin().catch(() => undefined) };
}
