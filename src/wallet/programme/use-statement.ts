import { useEffect, useRef, useState } from 'preact/hooks';
import type { Outcome } from '#bridge/common-views.ts';
import { useWallet } from '#wallet/environment.ts';

export type StatementProgress =
  | { readonly phase: 'asking' | 'busy' | 'done' }
  | { readonly phase: 'refused'; readonly kind: string };

export interface StatementControl {
  readonly progress: StatementProgress;
  readonly state: () => void;
}

/**
 * Sends one statement of the member. While the sheet about `subject` is open it is one intent: however often the button is
 * touched or an answer gets lost, it is stated once.
 */
export function useStatement(
  subject: string | undefined,
  send: (intentId: string) => Promise<Outcome<null>>,
): StatementControl {
  const { clock } = useWallet();
  const [progress, setProgress] = useState<StatementProgress>({ phase: 'asking' });
  const intent = useRef('');
  useEffect(() => {
    setProgress({ phase: 'asking' });
    intent.current = `${subject ?? ''}@${clock.nowMs()}`;
  }, [subject]);
  return {
    progress,
    state: () => {
      setProgress({ phase: 'busy' });
      const asked = intent.current;
      void send(asked).then(
        (outcome) => {
          if (asked !== intent.current) return;
          setProgress(outcome.ok ? { phase: 'done' } : { phase: 'refused', kind: outcome.error.kind });
        },
        () => asked === intent.current && setProgress({ phase: 'refused', kind: 'storage_failed' }),
      );
    },
  };
}
