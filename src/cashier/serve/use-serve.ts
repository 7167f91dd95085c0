import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useServices } from '#cashier/shell/services.ts';
import { askWorker } from '#cashier/shell/ask-worker.ts';
import { saleOpen } from '#cashier/shell/sale-open.ts';
import {
  type Flow,
  type FlowEvent,
  awaitsPhone,
  feedbackOf,
  isDecision,
  nextFlow,
  takesCodes,
} from './flow.ts';
import { type LastScan, isSameScan } from './same-code.ts';
import { answered } from '#bridge/answered.ts';
import { type Sale, draftFrom, emptySale, totalMinorOf } from './sale.ts';
import { useHeld } from './use-held.ts';
import { useReading } from './use-reading.ts';

export interface ServeUse {
  readonly flow: Flow;
  readonly sale: Sale;
  /** Also what has not been drawn yet. */
  readonly saleNow: () => Sale;
  readonly changeSale: (change: (sale: Sale) => Sale) => void;
  readonly send: (event: FlowEvent) => void;
  readonly scan: (text: string) => void;
  /** A shot of a hardware scanner: the code of a moment ago is shown as such, and read only by `scanAgain`. Whether it was taken. */
  readonly shoot: (text: string) => boolean;
  readonly sameCode: boolean;
  /** A shot was not taken, because of what is open now. */
  readonly notTaken: boolean;
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
  const { shown: flow, now: flowNow, change: changeFlow } = useHeld<Flow>(() => ({ step: 'ready' }));
  const { shown: sale, now: saleNow, change: setSale } = useHeld(() => emptySale(first));
  const send = useCallback((event: FlowEvent) => changeFlow((now) => nextFlow(now, event)), [changeFlow]);
  const read = useReading({ flow, sale, saleNow, setSale, send });
  const scan = useCallback(
    (text: string) => {
      if (!takesCodes(flowNow())) return;
      send({ kind: 'scanned', text });
      read(text);
    },
    [flowNow, read, send],
  );
  const shots = useShots(scan, flow, flowNow);
  useFeedback(flow);
  useEffect(() => {
    saleOpen.value = flow.step !== 'ready' || totalMinorOf(sale) > 0;
  }, [flow, sale]);

  return {
    flow,
    sale,
    saleNow,
    send,
    ...shots,
    changeSale: useCallback(
      (change) => {
        if (flowNow().step !== 'saving') setSale(change);
      },
      [flowNow, setSale],
    ),
    decide: useCallback(() => {
      const open = flowNow();
      if (!isDecision(open) || totalMinorOf(saleNow()) === 0) return;
      send({ kind: 'deciding' });
      const { reading } = open;
      const answer = open.step === 'member' ? api.recordSale : api.redeem;
      // The same reading gets the same receipt, so pressing again after a silence records nothing twice.
      askWorker(answer(reading.readingId, draftFrom(saleNow())), (outcome) =>
        send({ kind: 'decided', reading, outcome }),
      );
    }, [api, flowNow, saleNow, send]),
    showReason: useCallback(() => {
      const open = flowNow();
      if (open.step !== 'refused' || open.refused === undefined) return;
      const { readingId } = open.refused;
      void answered(api.refusalCode(readingId)).then((outcome) =>
        send({ kind: 'reasonMade', readingId, outcome }),
      );
    }, [api, flowNow, send]),
    close: useCallback(() => {
      const open = flowNow();
      send({ kind: 'closed' });
      // One that is shown again belongs to a sale of before.
      if (open.step === 'receipt' && !open.again && open.receipt.record.kind !== 'pay')
        setSale((now) => emptySale(now.category));
    }, [flowNow, send, setSale]),
  };
}

/** Camera and hardware scanner at once; a repeated shot of the latter is ignored where everybody can see it. */
function useShots(
  read: (text: string) => void,
  flow: Flow,
  flowNow: () => Flow,
): Pick<ServeUse, 'scan' | 'shoot' | 'sameCode' | 'notTaken' | 'scanAgain'> {
  const { nowMs } = useServices();
  const last = useRef<LastScan | undefined>(undefined);
  const [sameCode, setSameCode] = useState(false);
  const [refusing, setRefusing] = useState<Flow>();
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
        const isTaken = isInFront(flowNow()) && takesCodes(flowNow());
        if (!isTaken) setRefusing(flowNow());
        else if (isSameScan(last.current, text, nowMs())) setSameCode(true);
        else scan(text);
        return isTaken;
      },
      [flowNow, nowMs, scan],
    ),
    sameCode,
    notTaken: refusing === flow,
    scanAgain: useCallback(() => {
      if (last.current !== undefined) scan(last.current.text);
    }, [scan]),
  };
}

/** Nothing opens behind a sheet, like the one for pasting; only what the phone was shown makes room for its answer. */
function isInFront(flow: Flow): boolean {
  return awaitsPhone(flow) || document.querySelector('dialog[open]') === null;
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
