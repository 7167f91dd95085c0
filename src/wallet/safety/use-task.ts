import { useState } from 'preact/hooks';
import { answered } from '#bridge/answered.ts';
import type { Outcome } from '#bridge/common-views.ts';

export interface Task<T> {
  readonly busy: boolean;
  /** Kind of the last refusal. */
  readonly fault: string | undefined;
  readonly result: T | undefined;
  readonly run: (call: () => Promise<Outcome<T>>) => Promise<T | undefined>;
  readonly reset: () => void;
}

/** One call of the worker at a time, with what came of the last. A worker that dies is a refusal like any other. */
export function useTask<T>(): Task<T> {
  const [state, setState] = useState<Pick<Task<T>, 'busy' | 'fault' | 'result'>>(IDLE);
  return {
    ...state,
    reset: () => setState(IDLE),
    run: async (call) => {
      setState({ ...IDLE, busy: true });
      const outcome = await answered(call());
      setState(outcome.ok ? { ...IDLE, result: outcome.value } : { ...IDLE, fault: outcome.error.kind });
      return outcome.ok ? outcome.value : undefined;
    },
  };
}

const IDLE = { busy: false, fault: undefined, result: undefined } as const;
