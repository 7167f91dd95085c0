import { useRef, useState } from 'preact/hooks';
import { answered } from '#bridge/answered.ts';
import type { Outcome, RefusalView } from '#bridge/common-views.ts';

export interface Call {
  readonly busy: boolean;
  /** Why the last call came to nothing. */
  readonly refusal: RefusalView | undefined;
  /** Does nothing while a call is under way; `then` is for what it has given. */
  readonly run: <T>(call: () => Promise<Outcome<T>>, then?: (value: T) => void) => void;
  readonly forget: () => void;
}

/** One call of the worker at a time, also for two taps before a drawing. A worker that fails is a refusal like any other. */
export function useCall(): Call {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<RefusalView>();
  const running = useRef(false);
  const run = async <T>(call: () => Promise<Outcome<T>>, then?: (value: T) => void): Promise<void> => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setRefusal(undefined);
    const outcome = await answered(call());
    running.current = false;
    setBusy(false);
    if (outcome.ok) then?.(outcome.value);
    else setRefusal(outcome.error);
  };
  return {
    busy,
    refusal,
    run: (call, then) => void run(call, then),
    forget: () => setRefusal(undefined),
  };
}
