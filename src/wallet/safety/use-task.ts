import { useRef, useState } from 'preact/hooks';
import { answered } from '#bridge/answered.ts';
import type { Outcome } from '#bridge/common-views.ts';

export interface Task<T> {
  readonly busy: boolean;
  /** Kind of the last refusal. */
  readonly fault: string | undefined;
  readonly result: T | undefined;
  /** Does nothing while a call is under way. */
  readonly run: (call: () => Promise<Outcome<T>>) => Promise<T | undefined>;
  readonly reset: () => void;
}

/** One call of the worker at a time, with what came of the last. A worker that dies is a refusal like any other. */
export function useTask<T>(): Task<T> {
  const [state, setState] = useState<Pick<Task<T>, 'busy' | 'fault' | 'result'>>(IDLE);
  const running = useRef<object | undefined>(undefined);
  return {
    ...state,
    reset: () => {
      running.current = undefined;
      setState(IDLE);
    },
    run: async (call) => {
      if (running.current !== undefined) return undefined;
      const mine = (running.current = {});
      setState({ ...IDLE, busy: true });
      const outcome = await answered(call());
      if (running.current === mine) running.current = undefined;
      setState(outcome.ok ? { ...IDLE, result: outcome.value } : { ...IDLE, fault: outcome.error.kind });
      return outcome.ok ? outcome.value : undefined;
    },
  };
}

const IDLE = { busy: false, fault: undefined, result: undefined } as const;
