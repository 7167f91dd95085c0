import { useRef, useState } from 'preact/hooks';
import { answered } from '#bridge/answered.ts';
import type { Outcome } from '#bridge/common-views.ts';

export interface Answer<T> {
  /** What is being signed can no longer be taken back. */
  readonly busy: boolean;
  readonly outcome: Outcome<T> | undefined;
  readonly give: (call: () => Promise<Outcome<T>>) => Promise<void>;
  readonly forget: () => void;
}

interface Given<T> {
  readonly question: string | undefined;
  readonly busy: boolean;
  readonly outcome: Outcome<T> | undefined;
}

/** The answer to one scanned question, one at a time. It is never shown for another: what it pays belongs to one till. */
export function useAnswer<T>(question: string | undefined): Answer<T> {
  const [given, setGiven] = useState<Given<T>>(NONE);
  // Two taps can come before the screen is drawn again.
  const signing = useRef(false);
  const { busy, outcome } = given.question === question ? given : NONE;
  return {
    busy,
    outcome,
    forget: () => setGiven(NONE),
    give: async (call) => {
      if (question === undefined || signing.current) return;
      signing.current = true;
      setGiven({ question, busy: true, outcome: undefined });
      const came = await answered(call());
      signing.current = false;
      setGiven((now) => (now.question === question ? { question, busy: false, outcome: came } : now));
    },
  };
}

const NONE = { question: undefined, busy: false, outcome: undefined };
