import { useRef, useState } from 'preact/hooks';
import { tellAnswer } from '#bridge/answered.ts';
import type { Outcome } from '#bridge/common-views.ts';
import { useWallet } from '#wallet/environment.ts';

export interface Answer<T> {
  /** What is being signed can no longer be taken back. */
  readonly busy: boolean;
  readonly outcome: Outcome<T> | undefined;
  readonly give: (call: () => Promise<Outcome<T>>) => void;
  readonly forget: () => void;
}

interface Given<T> {
  readonly question: string | undefined;
  readonly busy: boolean;
  readonly outcome: Outcome<T> | undefined;
}

/** The answer to one scanned question, one at a time. It is never shown for another: what it pays belongs to one till. */
export function useAnswer<T>(question: string | undefined): Answer<T> {
  const { restart } = useWallet();
  const [given, setGiven] = useState<Given<T>>(NONE);
  // Two taps can come before the screen is drawn again.
  const signing = useRef(false);
  const { busy, outcome } = given.question === question ? given : NONE;
  return {
    busy,
    outcome,
    forget: () => setGiven(NONE),
    give: (call) => {
      if (question === undefined || signing.current) return;
      signing.current = true;
      setGiven({ question, busy: true, outcome: undefined });
      tellAnswer(call(), (came) => {
        signing.current = false;
        const isSilent = !came.ok && came.error.kind === 'no_answer';
        if (isSilent && restart.current() === undefined) restart.put(startAnew);
        if (!isSilent && restart.current() === startAnew) restart.put(undefined);
        setGiven((now) => (now.question === question ? { question, busy: false, outcome: came } : now));
      });
    },
  };
}

const startAnew = (): void => location.reload();

const NONE = { question: undefined, busy: false, outcome: undefined };
