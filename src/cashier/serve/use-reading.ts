import { useCallback, useEffect, useRef } from 'preact/hooks';
import { askWorker } from '#cashier/shell/ask-worker.ts';
import { useServices } from '#cashier/shell/services.ts';
import { type Flow, type FlowEvent, textToJudgeAgain } from './flow.ts';
import { type Sale, draftFrom, withoutPaid } from './sale.ts';

export interface ReadingParts {
  readonly flow: Flow;
  readonly sale: Sale;
  readonly saleNow: () => Sale;
  readonly setSale: (change: (sale: Sale) => Sale) => void;
  readonly send: (event: FlowEvent) => void;
}

/** Has a code judged with the sale of this moment, and again when a changed amount could change the answer. */
export function useReading({ flow, sale, saleNow, setSale, send }: ReadingParts): (text: string) => void {
  const { api } = useServices();
  const judged = useRef(sale);
  const paid = useRef('');
  const read = useCallback(
    (text: string) => {
      const withSale = saleNow();
      judged.current = withSale;
      askWorker(api.readCode(text, draftFrom(withSale)), (outcome) => {
        const payment =
          outcome.ok && outcome.value.kind === 'paid' ? outcome.value.receipt.record : undefined;
        // The sale moved on meanwhile: the answer to it is under way already. But what was paid is paid, once.
        if (payment === undefined ? saleNow() !== withSale : payment.id === paid.current) return;
        send({ kind: 'read', text, outcome });
        if (payment === undefined) return;
        // It is no longer owed: the rest of the sale goes on.
        paid.current = payment.id;
        setSale((now) => withoutPaid(now, payment.total.amountMinor));
      });
    },
    [api, saleNow, send, setSale],
  );
  useEffect(() => {
    if (judged.current === saleNow()) return;
    judged.current = saleNow();
    // A voucher takes off another sum, or its refusal is cured.
    const text = flow.step === 'reading' ? flow.text : textToJudgeAgain(flow);
    if (text !== undefined) read(text);
  }, [flow, sale, saleNow, read]);
  return read;
}
