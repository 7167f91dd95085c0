import { useEffect, useRef, useState } from 'preact/hooks';
import type { CodeView, Outcome, RefusalView } from '#bridge/common-views.ts';
import type { TimerClock } from '#wallet/environment.ts';

export type RenewingCode<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'shown'; readonly value: T }
  | { readonly state: 'refused'; readonly reason: RefusalView };

export interface RenewingCodeOptions<T> {
  /** Only while it is shown: every fresh code costs a signature and a counter. */
  readonly active: boolean;
  readonly ask: () => Promise<Outcome<T>>;
  readonly codeOf: (value: T) => CodeView;
  readonly clock: TimerClock;
}

const RETRY_MS = 1_000;

/**
 * A code that asks for its successor when its time is up (15 s: src/protocol/README.md, "Freshness and replay").
 * It rests while the page is hidden and renews at once when the page comes back.
 */
export function useRenewingCode<T>({ active, ask, codeOf, clock }: RenewingCodeOptions<T>): RenewingCode<T> {
  const [code, setCode] = useState<RenewingCode<T>>({ state: 'loading' });
  const latest = useRef({ ask, codeOf });
  latest.current = { ask, codeOf };
  useEffect(() => {
    if (!active) return undefined;
    setCode({ state: 'loading' });
    return keepFresh({
      clock,
      ask: () => latest.current.ask(),
      codeOf: (v) => latest.current.codeOf(v),
      show: setCode,
    });
  }, [active, clock]);
  return code;
}

interface Freshener<T> {
  readonly clock: TimerClock;
  readonly ask: () => Promise<Outcome<T>>;
  readonly codeOf: (value: T) => CodeView;
  readonly show: (code: RenewingCode<T>) => void;
}

function keepFresh<T>({ clock, ask, codeOf, show }: Freshener<T>): () => void {
  let ended = false;
  let cancelTimer = () => undefined as void;
  let dueWhenVisible = false;
  const renew = async () => {
    const outcome = await ask();
    if (ended) return;
    if (!outcome.ok) return show({ state: 'refused', reason: outcome.error });
    show({ state: 'shown', value: outcome.value });
    const { renewAtMs } = codeOf(outcome.value);
    if (renewAtMs !== undefined)
      cancelTimer = clock.after(Math.max(RETRY_MS, renewAtMs - clock.nowMs()), due);
  };
  const start = () => {
    renew().catch(() => {
      if (!ended) show({ state: 'refused', reason: { kind: 'internal' } });
    });
  };
  const due = () => {
    dueWhenVisible = document.hidden;
    if (!document.hidden) start();
  };
  const onVisibility = () => {
    if (document.hidden || !dueWhenVisible) return;
    dueWhenVisible = false;
    start();
  };
  document.addEventListener('visibilitychange', onVisibility);
  start();
  return () => {
    ended = true;
    cancelTimer();
    document.removeEventListener('visibilitychange', onVisibility);
  };
}
