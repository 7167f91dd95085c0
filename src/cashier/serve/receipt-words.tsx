import type { TillReceipt } from '#bridge/till-record.ts';
import { laterPointsLine } from '#cashier/pay/later-pay.ts';
import { useWords } from '#cashier/shell/words.ts';
import { Amount } from '#ui/amount.tsx';
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
  const { discount, total } = record;
  const paidMinor = total.amountMinor - (discount?.amountMinor ?? 0);
  return (
    <div data-record={record.id} data-again={again}>
      <p class={styles.paid}>
        <Amount money={{ ...total, amountMinor: paidMinor }} size="xl" />
      </p>
      {record.points !== undefined && <laterPointsLine.Component record={record} />}
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
