import type { ComponentChildren } from 'preact';
import type { ShiftTotals } from '#bridge/cashier-shift.ts';
import { useWords } from '#cashier/shell/words.ts';
import type { ShiftWords } from '#i18n/topics/shift/en.ts';
import { Amount } from '#ui/amount.tsx';
import styles from './shift-screen.module.css';

/** What the drawer should hold, and what it comes from. */
export function Figures({ totals, words }: { readonly totals: ShiftTotals; readonly words: ShiftWords }) {
  const { format } = useWords();
  const { report } = words;
  return (
    <dl class={styles.figures}>
      <Figure name={report.net} wide>
        <Amount money={totals.net} size="xl" />
      </Figure>
      <Figure name={report.sales} count={format.integer(totals.sales)}>
        <Amount money={totals.turnover} />
      </Figure>
      <Figure name={report.redemptions} count={format.integer(totals.redemptions)}>
        <Amount money={totals.discounts} />
      </Figure>
      <Figure name={report.voids} count={format.integer(totals.voids)}>
        <Amount money={totals.voided} />
      </Figure>
      <Figure name={report.refunds} count={format.integer(totals.refunds)}>
        <Amount money={totals.refunded} />
      </Figure>
      {totals.payments > 0 && (
        <Figure name={report.points} count={format.integer(totals.payments)}>
          <Amount money={totals.paidWithPoints} />
        </Figure>
      )}
      <Figure
        name={report.unsent}
        count={format.integer(totals.unsent)}
        tone={totals.unsent > 0 ? 'warn' : undefined}
      />
      <Figure
        name={report.exceptions}
        count={format.integer(totals.exceptions.length)}
        tone={totals.exceptions.length > 0 ? 'bad' : undefined}
      />
    </dl>
  );
}

function Figure(props: {
  readonly name: string;
  readonly count?: string;
  readonly children?: ComponentChildren;
  readonly wide?: boolean;
  readonly tone?: 'warn' | 'bad' | undefined;
}) {
  const { name, count, children, tone } = props;
  const classes = [
    styles.figure,
    props.wide === true ? styles.wide : '',
    tone === undefined ? '' : styles[tone],
  ];
  return (
    <div class={classes.join(' ')}>
      <dt class={styles.name}>{name}</dt>
      <dd class={styles.value}>
        {count !== undefined && <span>{count}</span>}
        {children !== undefined && <span class={count === undefined ? '' : styles.money}>{children}</span>}
      </dd>
    </div>
  );
}
