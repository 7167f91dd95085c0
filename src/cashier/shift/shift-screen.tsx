import type { ComponentChildren } from 'preact';
import type { ShiftView } from '#bridge/cashier-api.ts';
import { RecordRow } from '#cashier/queue/record-row.tsx';
import { LoadFailed } from '#cashier/shell/load-failed.tsx';
import { useServices } from '#cashier/shell/services.ts';
import { useWords } from '#cashier/shell/words.ts';
import { Amount } from '#ui/amount.tsx';
import { EmptyState, Skeleton } from '#ui/empty-state.tsx';
import { RowList } from '#ui/list-row.tsx';
import { useView } from '#ui/use-view.ts';
import styles from './shift-screen.module.css';

/** What the till took today, and what needs a second look before closing. */
export function ShiftScreen() {
  const { shared } = useWords();
  const { api } = useServices();
  const { view, reload } = useView(() => api.shift(), ['sales', 'device']);
  if (view.state === 'loading')
    return <Skeleton shapes={['ticket', 'ticket', 'row']} label={shared.loading} />;
  if (view.state === 'failed' || !view.value.ok) return <LoadFailed onRetry={reload} />;
  return <Shift shift={view.value.value} />;
}

function Shift({ shift }: { readonly shift: ShiftView }) {
  const { app, format } = useWords();
  return (
    <div class={styles.shift}>
      <p class={styles.since}>
        {app.shift.since(format.dayTime(shift.sinceMs))} · {app.shift.totalsHint}
      </p>
      <dl class={styles.figures}>
        <Figure name={app.shift.turnover} wide>
          <Amount money={shift.turnover} size="xl" />
        </Figure>
        <Figure name={app.shift.sales}>{format.integer(shift.sales)}</Figure>
        <Figure name={app.shift.redemptions}>{format.integer(shift.redemptions)}</Figure>
        <Figure name={app.shift.discounts}>
          <Amount money={shift.discounts} />
        </Figure>
        <Figure name={app.shift.unsent} tone={shift.unsent > 0 ? 'warn' : undefined}>
          {format.integer(shift.unsent)}
        </Figure>
      </dl>
      <h2 class={styles.heading}>{app.shift.exceptions}</h2>
      {shift.exceptions.length === 0 ? (
        <EmptyState icon="check" title={app.shift.noExceptions} />
      ) : (
        <RowList label={app.shift.exceptions}>
          {shift.exceptions.map((record) => (
            <RecordRow key={record.id} record={record} />
          ))}
        </RowList>
      )}
    </div>
  );
}

function Figure(props: {
  readonly name: string;
  readonly children: ComponentChildren;
  readonly wide?: boolean;
  readonly tone?: 'warn' | undefined;
}) {
  const classes = [
    styles.figure,
    props.wide === true ? styles.wide : '',
    props.tone === undefined ? '' : styles[props.tone],
  ];
  return (
    <div class={classes.join(' ')}>
      <dt class={styles.name}>{props.name}</dt>
      <dd class={styles.value}>{props.children}</dd>
    </div>
  );
}
