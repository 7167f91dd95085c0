import type { TillReceipt } from '#bridge/till-record.ts';
import { useWords } from '#cashier/shell/words.ts';
import { wordLoaders } from '#i18n/topics/till-pay/load.ts';
import { Amount } from '#ui/amount.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import styles from './receipt-words.module.css';

/** What stands beside a receipt's code: what was paid, and how final it is. */
export function ReceiptWords(props: {
  readonly receipt: TillReceipt;
  readonly again: boolean;
  /** In the place of what is said of a sale. */
  readonly state?: string;
}) {
  const { app, format } = useWords();
  const { receipt, again } = props;
  const { record } = receipt;
  const { discount, total, points } = record;
  const pay = useTopicWords(wordLoaders);
  const paidMinor = total.amountMinor - (discount?.amountMinor ?? 0);
  return (
    <div data-record={record.id} data-again={again}>
      <p class={styles.paid}>
        <Amount money={{ ...total, amountMinor: paidMinor }} size="xl" />
      </p>
      {points !== undefined && pay !== undefined && (
        <p>
          {record.kind === 'undo' ? pay.voided : pay.paid} · <bdi>{pay.points(format.integer(points))}</bdi>
        </p>
      )}
      {discount !== undefined && (
        <p>
          {app.serve.discount} <Amount money={discount} />
        </p>
      )}
      <p class={styles.state}>
        {props.state ?? (again ? app.serve.repeat : app.serve.saved)} ·{' '}
        {app.queue.number(format.integer(record.sequence))}
      </p>
      {record.state === 'unsent' && <p class={styles.state}>{app.serve.provisional}</p>}
    </div>
  );
}
