import { useState } from 'preact/hooks';
import type { TillReceipt } from '#bridge/till-record.ts';
import type { RecordDetails } from '#bridge/cashier-undo.ts';
import { CustomerSide } from '#cashier/serve/customer-side.tsx';
import { ReceiptWords } from '#cashier/serve/receipt-words.tsx';
import { LoadFailed } from '#ui/load-failed.tsx';
import { useServices } from '#cashier/shell/services.ts';
import { useWords } from '#cashier/shell/words.ts';
import type { UndoWords } from '#i18n/topics/undo/en.ts';
import { Skeleton } from '#ui/empty-state.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useView } from '#ui/use-view.ts';
import { RecordFacts } from './record-facts.tsx';
import { UndoForm } from './undo-form.tsx';

export interface RecordSheetProps {
  /** Absent: closed. */
  readonly recordId: string | undefined;
  readonly words: UndoWords;
  readonly onClose: () => void;
}

type Doing = 'looking' | 'void' | 'refund';

/** One record: its lines and what can be done about it. What was signed is shown on the customer's side. */
export function RecordSheet({ recordId, words, onClose }: RecordSheetProps) {
  const { shared } = useWords();
  const [doing, setDoing] = useState<Doing>('looking');
  const [shown, setShown] = useState<TillReceipt>();
  const close = (): void => {
    setDoing('looking');
    onClose();
  };
  const titles: Readonly<Record<Doing, string>> = {
    looking: words.till.details,
    void: words.till.voidTitle,
    refund: words.till.refundTitle,
  };
  const isUndo = shown?.record.kind === 'undo';
  return (
    <>
      <Sheet open={recordId !== undefined && shown === undefined} title={titles[doing]} onClose={close}>
        {recordId !== undefined && (
          <Details
            key={recordId}
            recordId={recordId}
            words={words}
            doing={doing}
            onDoing={setDoing}
            onShow={setShown}
          />
        )}
      </Sheet>
      <CustomerSide
        title={isUndo ? words.till.scanThis : words.list.receiptAgain}
        code={shown?.code}
        done={shared.done}
        onClose={() => {
          setShown(undefined);
          close();
        }}
      >
        {shown !== undefined && <Words receipt={shown} words={words} />}
      </CustomerSide>
    </>
  );
}

function Words({ receipt, words }: { readonly receipt: TillReceipt; readonly words: UndoWords }) {
  const { undo } = receipt.record;
  const done = undo?.whole === false ? words.till.refundDone : words.till.voidDone;
  return <ReceiptWords receipt={receipt} again {...(undo === undefined ? {} : { state: done })} />;
}

function Details(props: {
  readonly recordId: string;
  readonly words: UndoWords;
  readonly doing: Doing;
  readonly onDoing: (doing: Doing) => void;
  readonly onShow: (receipt: TillReceipt) => void;
}) {
  const { shared } = useWords();
  const { api } = useServices();
  const { recordId, words, doing, onDoing, onShow } = props;
  const { view, reload } = useView(() => api.record(recordId), ['sales'], [recordId]);
  if (view.state === 'loading') return <Skeleton shapes={['line', 'row']} label={shared.loading} />;
  if (view.state === 'failed' || !view.value.ok) return <LoadFailed onRetry={reload} />;
  const details: RecordDetails = view.value.value;
  const again = async (): Promise<void> => {
    const outcome = await api.receipt(recordId);
    if (outcome.ok) onShow(outcome.value);
  };
  if (doing === 'looking') {
    return <RecordFacts details={details} words={words} onShowCode={() => void again()} onUndo={onDoing} />;
  }
  return (
    <UndoForm
      details={details}
      whole={doing === 'void'}
      words={words}
      onDone={onShow}
      onCancel={() => onDoing('looking')}
    />
  );
}
