import { useEffect, useRef, useState } from 'preact/hooks';
import { answered } from '#bridge/answered.ts';
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
      page: THIS_PAGE,
    });
  }, [active, clock]);
  return code;
}

interface Freshener<T> {
  readonly clock: TimerClock;
  readonly ask: () => Promise<Outcome<T>>;
  readonly codeOf: (value: T) => CodeView;
  readonly show: (code: RenewingCode<T>) => void;
  readonly page: WatchedPage;
}

/** What tells whether somebody looks, and when somebody looks again. */
interface WatchedPage {
  readonly isHidden: () => boolean;
  /** Runs `onBack` when the page may have been away. Returns the way to stop. */
  readonly watch: (onBack: () => void) => () => void;
}

/** Runs until it is ended by what it returns. */
export function keepFresh<T>({ clock, ask, codeOf, show, page }: Freshener<T>): () => void {
  let ended = false;
  let asking = false;
  let missed = false;
  let late = false;
  let code: CodeView | undefined;
  let cancelTimer = () => undefined as void;
  const take = (outcome: Outcome<T>) => {
    asking = false;
    if (ended) return;
    code = undefined;
    if (!outcome.ok) return show({ state: 'refused', reason: outcome.error });
    const made = codeOf(outcome.value);
    if (isOver(made, clock.nowMs())) return askAgain();
    late = false;
    code = made;
    show({ state: 'shown', value: outcome.value });
    if (made.renewAtMs !== undefined)
      cancelTimer = clock.after(Math.max(RETRY_MS, made.renewAtMs - clock.nowMs()), due);
  };
  // The phone slept between the signature and the answer. A worker that is always too late is not driven on without a pause.
  const askAgain = () => {
    show({ state: 'loading' });
    if (late) cancelTimer = clock.after(RETRY_MS, due);
    else due();
    late = true;
  };
  const start = () => {
    if (asking) return;
    asking = true;
    missed = false;
    void answered(ask()).then(take);
  };
  const due = () => {
    missed = page.isHidden();
    if (!missed) start();
  };
  // A timer stands still while the phone sleeps and goes on with its rest: what counts is the clock on the wall.
  const onBack = () => {
    if (page.isHidden()) return;
    if (!missed && (code === undefined || !isOver(code, clock.nowMs()))) return;
    cancelTimer();
    code = undefined;
    show({ state: 'loading' });
    start();
  };
  const stopWatching = page.watch(onBack);
  start();
  return () => {
    ended = true;
    cancelTimer();
    stopWatching();
  };
}

/** A clock that was set back says nothing about the age of a code. */
function isOver({ madeAtMs, renewAtMs }: CodeView, nowMs: number): boolean {
  return renewAtMs !== undefined && (nowMs >= renewAtMs || nowMs < madeAtMs);
}

const THIS_PAGE: WatchedPage = {
  isHidden: () => document.hidden,
  watch: (onBack) => {
    document.addEventListener('visibilitychange', onBack);
    document.addEventListener('resume', onBack);
    window.addEventListener('pageshow', onBack);
    return () => {
      document.removeEventListener('visibilitychange', onBack);
      document.removeEventListener('resume', onBack);
      window.removeEventListener('pageshow', onBack);
    };
  },
};
