import { useState } from 'preact/hooks';
import { shareMinor } from '#base/share.ts';
import { type TillReceipt, UNDO_REASONS, type UndoReason } from '#bridge/till-record.ts';
import { type RecordDetails, type UndoWish } from '#bridge/cashier-undo.ts';
import { answered } from '#bridge/answered.ts';
import type { RefusalView } from '#bridge/common-views.ts';
import { MoneyLine } from '#cashier/serve/money-line.tsx';
import { useServices } from '#cashier/shell/services.ts';
import { useWords } from '#cashier/shell/words.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { wordLoaders } from '#i18n/topics/till-pay/load.ts';
import type { UndoWords } from '#i18n/topics/undo/en.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Segmented } from '#ui/choice.tsx';
import { Field } from '#ui/field.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { RefundFields } from './refund-fields.tsx';
import { type RefundAmounts, excessOf, noRefund, wishedLines } from './refund-lines.ts';
import styles from './record-sheet.module.css';

export interface UndoFormProps {
  readonly details: RecordDetails;
  /** All of the record; otherwise lines of the cashier's choice. */
  readonly whole: boolean;
  readonly words: UndoWords;
  readonly onDone: (receipt: TillReceipt) => void;
  readonly onCancel: () => void;
}

const MOST_NOTE = 40;

/** Why, how much, and one press. Nobody else need be there. */
export function UndoForm({ details, whole, words, onDone, onCancel }: UndoFormProps) {
  const { app } = useWords();
  const pay = useTopicWords(wordLoaders);
  const { lines } = details;
  // Points go back, no money does.
  const isPayment = details.record.kind === 'pay';
  const [reason, setReason] = useState<UndoReason>(whole ? 'wrong_amount' : 'goods_returned');
  const [note, setNote] = useState('');
  const [amounts, setAmounts] = useState<RefundAmounts>(() => noRefund(lines));
  const wished = wishedLines(amounts);
  const undo = useUndo(details.record.id, onDone);
  const ready = whole || (wished.length > 0 && excessOf(lines, amounts).size === 0);
  const press = (): void => {
    const text = Array.from(note.trim()).slice(0, MOST_NOTE).join('');
    undo.press({ reason, ...(text === '' ? {} : { note: text }), ...(whole ? {} : { lines: wished }) });
  };
  return (
    <div class={styles.sheet}>
      <p>{isPayment ? pay?.voidConfirm : whole ? words.till.voidHint : words.till.refundHint}</p>
      {!whole && <RefundFields lines={lines} amounts={amounts} words={words} onAmounts={setAmounts} />}
      <Segmented
        label={words.till.why}
        labelShown
        layout="wrap"
        value={reason}
        options={UNDO_REASONS.map((value) => ({ value, label: words.reasons[value] }))}
        onChange={setReason}
      />
      {reason === 'other' && (
        <Field label={words.till.note} hint={words.till.noteHint} value={note} onInput={setNote} />
      )}
      {!isPayment && (
        <MoneyLine
          label={words.till.handBack}
          money={{ ...details.record.total, amountMinor: moneyBack(details, whole ? undefined : amounts) }}
          big
        />
      )}
      <p class={styles.soft}>{words.till.absent}</p>
      {undo.refusal !== undefined && <Refused refusal={undo.refusal} />}
      <div class={styles.actions}>
        <Button kind="danger" size="l" wide busy={undo.busy} disabled={!ready} onClick={press}>
          {whole ? words.till.doVoid : words.till.doRefund}
        </Button>
        <Button kind="plain" size="l" wide disabled={undo.busy} onClick={onCancel}>
          {app.serve.cancel}
        </Button>
      </div>
    </div>
  );
}

function Refused({ refusal }: { readonly refusal: RefusalView }) {
  const { refusals } = useWords();
  const { headline, next } = refusalText(refusals, refusal.kind);
  return (
    <Banner tone="bad" live title={headline}>
      {next}
    </Banner>
  );
}

/** One wish for as long as the form is open: pressing twice undoes once. */
function useUndo(recordId: string, onDone: (receipt: TillReceipt) => void) {
  const { api, feedback } = useServices();
  const [wishId] = useState(() => crypto.randomUUID());
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<RefusalView>();
  const press = async (wish: Omit<UndoWish, 'wishId'>): Promise<void> => {
    setBusy(true);
    setRefusal(undefined);
    const outcome = await answered(api.undo(recordId, { ...wish, wishId }));
    setBusy(false);
    feedback.play(outcome.ok ? 'saved' : 'refused');
    if (outcome.ok) onDone(outcome.value);
    else setRefusal(outcome.error);
  };
  return { busy, refusal, press: (wish: Omit<UndoWish, 'wishId'>) => void press(wish) };
}

/** The goods without their share of the discount. While more is typed than is left, what is left. */
function moneyBack({ record, lines }: RecordDetails, amounts: RefundAmounts | undefined): number {
  const totalMinor = record.total.amountMinor;
  const leftMinor = lines.reduce((sum, { left }) => sum + left.amountMinor, 0);
  const wishedMinor = amounts?.reduce((sum, amountMinor) => sum + amountMinor, 0) ?? leftMinor;
  const amountMinor = Math.min(wishedMinor, leftMinor);
  const discount = { sharedMinor: record.discount?.amountMinor ?? 0, totalMinor };
  return amountMinor - shareMinor(discount, { beforeMinor: totalMinor - leftMinor, amountMinor });
}
