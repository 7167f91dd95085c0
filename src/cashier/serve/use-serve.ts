import { useCallback, useEffect, useReducer, useRef, useState } from 'preact/hooks';
import { useServices } from '#cashier/shell/services.ts';
import { saleOpen } from '#cashier/shell/sale-open.ts';
import {
  type Flow,
  type FlowEvent,
  feedbackOf,
  isBusy,
  isDecision,
  nextFlow,
  textToJudgeAgain,
} from './flow.ts';
import { type LastScan, isSameScan } from './same-code.ts';
import { type Sale, draftFrom, emptySale, totalMinorOf, withoutPaid } from './sale.ts';

export interface ServeUse {
  readonly flow: Flow;
  readonly sale: Sale;
  readonly changeSale: (change: (sale: Sale) => Sale) => void;
  readonly scan: (text: string) => void;
  /** A shot of a hardware scanner: the code of a moment ago is shown as such, and read only by `scanAgain`. */
  readonly shoot: (text: string) => void;
  readonly sameCode: boolean;
  readonly scanAgain: () => void;
  /** Records the sale or redeems the voucher that is on the screen. */
  readonly decide: () => void;
  readonly showReason: () => void;
  /** Leaves the decision, the refusal or the code; after a receipt the next sale begins. */
  readonly close: () => void;
}

/** Runs one sale after the other: the flow's events come from the person, the scanner and the worker. */
export function useServe(categories: readonly string[]): ServeUse {
  const { api } = useServices();
  const first = categories[0] ?? '';
  const [flow, send] = useReducer<Flow, FlowEvent>(nextFlow, { step: 'ready' });
  const [sale, setSale] = useState(() => emptySale(first));
  const latest = useRef({ flow, sale });
  latest.current = { flow, sale };

  const read = useCallback(
    async (text: string, withSale: Sale) => {
      const outcome = await api.readCode(text, draftFrom(withSale));
      // The sale moved on meanwhile: the answer to it is under way already.
      if (latest.current.sale !== withSale) return;
      send({ kind: 'read', text, outcome });
      // What points have paid is no longer owed: the rest of the sale goes on.
      if (outcome.ok && outcome.value.kind === 'paid') {
        const { amountMinor } = outcome.value.receipt.record.total;
        setSale((now) => withoutPaid(now, amountMinor));
      }
    },
    [api],
  );
  const scan = useCallback(
    (text: string) => {
      if (isBusy(latest.current.flow)) return;
      send({ kind: 'scanned', text });
      void read(text, latest.current.sale);
    },
    [read],
  );
  const isClosed = useCallback(() => isBusy(latest.current.flow), []);
  const shots = useShots(scan, isClosed);
  useJudgeAgain(flow, sale, read);
  useFeedback(flow);
  useEffect(() => {
    saleOpen.value = flow.step !== 'ready' || totalMinorOf(sale) > 0;
  }, [flow, sale]);

  return {
    flow,
    sale,
    ...shots,
    changeSale: useCallback((change) => {
      if (latest.current.flow.step !== 'saving') setSale(change);
    }, []),
    decide: useCallback(() => {
      const { flow: open, sale: now } = latest.current;
      if (!isDecision(open) || totalMinorOf(now) === 0) return;
      send({ kind: 'deciding' });
      const answer = open.step === 'member' ? api.recordSale : api.redeem;
      void answer(open.reading.readingId, draftFrom(now)).then((outcome) =>
        send({ kind: 'decided', outcome }),
      );
    }, [api]),
    showReason: useCallback(() => {
      const { flow: open } = latest.current;
      if (open.step !== 'refused' || open.refused === undefined) return;
      void api.refusalCode(open.refused.readingId).then((outcome) => send({ kind: 'reasonMade', outcome }));
    }, [api]),
    close: useCallback(() => {
      const { flow: open } = latest.current;
      send({ kind: 'closed' });
      if (open.step === 'receipt' && open.receipt.record.kind !== 'pay')
        setSale((now) => emptySale(now.category));
    }, []),
  };
}

/** Camera and hardware scanner at once; a repeated shot of the latter is ignored where everybody can see it. */
function useShots(
  read: (text: string) => void,
  isClosed: () => boolean,
): Pick<ServeUse, 'scan' | 'shoot' | 'sameCode' | 'scanAgain'> {
  const { nowMs } = useServices();
  const last = useRef<LastScan | undefined>(undefined);
  const [sameCode, setSameCode] = useState(false);
  const scan = useCallback(
    (text: string) => {
      last.current = { text, atMs: nowMs() };
      setSameCode(false);
      read(text);
    },
    [nowMs, read],
  );
  return {
    scan,
    shoot: useCallback(
      (text: string) => {
        if (isClosed()) return;
        if (isSameScan(last.current, text, nowMs())) setSameCode(true);
        else scan(text);
      },
      [isClosed, nowMs, scan],
    ),
    sameCode,
    scanAgain: useCallback(() => {
      if (last.current !== undefined) scan(last.current.text);
    }, [scan]),
  };
}

/** A changed amount changes what a voucher takes off, or cures its refusal. */
function useJudgeAgain(flow: Flow, sale: Sale, read: (text: string, sale: Sale) => Promise<void>): void {
  const judged = useRef(sale);
  useEffect(() => {
    if (judged.current === sale) return;
    judged.current = sale;
    const text = flow.step === 'reading' ? flow.text : textToJudgeAgain(flow);
    if (text !== undefined) void read(text, sale);
  }, [flow, sale, read]);
}

function useFeedback(flow: Flow): void {
  const { feedback } = useServices();
  const before = useRef(flow);
  useEffect(() => {
    const heard = feedbackOf(flow, before.current);
    before.current = flow;
    if (heard !== undefined) feedback.play(heard);
  }, [flow, feedback]);
}
