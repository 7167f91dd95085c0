// The parts of the page, each with its own state: what one of them lacks takes nothing from the others.
import { useRef, useState } from 'preact/hooks';
import type { OperatorPart, OperatorReply } from '#api/operator.ts';
import type { OperatorClient, OperatorFault, PartResult } from './operator-client.ts';

/** Those that need no choice; sales follow the offer that is chosen. */
export type FixedPart = Exclude<OperatorPart, 'sales'>;

export interface PartState<P extends OperatorPart> {
  /** The last that came; kept while the next is under way or when it does not come. */
  readonly reply?: OperatorReply<P>;
  readonly fault?: OperatorFault['kind'];
  readonly busy: boolean;
}

export type Parts = { readonly [P in FixedPart]: PartState<P> };

export interface PartsView {
  readonly parts: Parts;
  readonly load: (client: OperatorClient, part: FixedPart) => Promise<PartResult<FixedPart>>;
  /** What does not need the offers, one after the other: a slow part holds one connection of the server's, not five. */
  readonly loadOthers: (client: OperatorClient) => Promise<void>;
  readonly forget: () => void;
  /** Whether, since this was asked for, everything was forgotten. */
  readonly watchLeaving: () => () => boolean;
}

const IDLE = { busy: false };
const NOTHING: Parts = { offers: IDLE, terminals: IDLE, liabilities: IDLE, conflicts: IDLE, audit: IDLE };
/** The quick ones first. */
const OTHERS: readonly FixedPart[] = ['terminals', 'conflicts', 'audit', 'liabilities'];

export function useParts(): PartsView {
  const [parts, setParts] = useState(NOTHING);
  // Whoever has left must not see what was still under way.
  const visit = useRef(0);
  const put = (part: FixedPart, change: (before: Parts[FixedPart]) => PartState<FixedPart>) =>
    setParts((before) => ({ ...before, [part]: change(before[part]) }) as Parts);
  const load: PartsView['load'] = async (client, part) => {
    const own = visit.current;
    put(part, (before) => ({ ...before, busy: true }) as PartState<FixedPart>);
    const answer: PartResult<FixedPart> = await client.read({ part });
    if (own === visit.current) put(part, (before) => settled(before as PartState<FixedPart>, answer));
    return answer;
  };
  return {
    parts,
    load,
    loadOthers: async (client) => {
      const own = visit.current;
      const waiting = OTHERS.filter(() => own === visit.current);
      for (const part of waiting) put(part, (before) => ({ ...before, busy: true }) as PartState<FixedPart>);
      for (const part of waiting) if (own === visit.current) await load(client, part);
    },
    forget: () => {
      visit.current += 1;
      setParts(NOTHING);
    },
    watchLeaving: () => {
      const own = visit.current;
      return () => own !== visit.current;
    },
  };
}

/** What was shown stays when the next does not come, and the fault beside it. */
function settled<P extends OperatorPart>({ reply }: PartState<P>, answer: PartResult<P>): PartState<P> {
  if (answer.ok) return { reply: answer.value, busy: false };
  return { ...(reply === undefined ? {} : { reply }), fault: answer.error.kind, busy: false };
}
