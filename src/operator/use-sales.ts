import { useEffect, useRef, useState } from 'preact/hooks';
import type { Offer, OperatorReply } from '#api/operator.ts';
import type { OperatorClient, OperatorFault } from './operator-client.ts';
import type { Span } from './windows.ts';

export interface SalesQuestion {
  /** Null: whichever sold most. */
  readonly merchant: string | null;
  readonly offer: Offer | null;
  readonly span: Span;
}

export interface SalesState {
  /** The last answer with what it answers: numbers never stand beside a choice that they are not for. */
  readonly answered?: { readonly question: SalesQuestion; readonly reply: OperatorReply<'sales'> };
  readonly fault?: OperatorFault['kind'];
  readonly busy: boolean;
}

/** Sales for what is chosen, asked for whenever that changes or with a new `round`; only the last question's answer counts. */
export function useSales(client: OperatorClient, question: SalesQuestion, round: number): SalesState {
  const [state, setState] = useState<SalesState>({ busy: true });
  const asked = useRef(0);
  useEffect(() => {
    asked.current += 1;
    const own = asked.current;
    setState(({ answered }) => ({ ...(answered === undefined ? {} : { answered }), busy: true }));
    void client.read(requestFrom(question)).then((answer) => {
      if (own !== asked.current) return;
      setState(
        answer.ok
          ? { answered: { question, reply: answer.value }, busy: false }
          : { fault: answer.error.kind, busy: false },
      );
    });
    return () => void (asked.current += 1);
  }, [client, JSON.stringify(question), round]);
  return state;
}

function requestFrom({ merchant, offer, span: { firstDay, lastDay } }: SalesQuestion) {
  const days = lastDay - firstDay + 1;
  return { part: 'sales' as const, merchant, offer: offer?.reference ?? null, firstDay, days };
}
