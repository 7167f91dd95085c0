import { useState } from 'preact/hooks';
import type { TillReceipt, TillRecord } from '#bridge/cashier-api.ts';
import { CustomerSide } from '#cashier/serve/customer-side.tsx';
import { ReceiptWords } from '#cashier/serve/receipt-words.tsx';
import { LoadFailed } from '#cashier/shell/load-failed.tsx';
import { useServices } from '#cashier/shell/services.ts';
import { useWords } from '#cashier/shell/words.ts';
import { Button } from '#ui/button.tsx';
import { Segmented } from '#ui/choice.tsx';
import { EmptyState, Skeleton } from '#ui/empty-state.tsx';
import { Field } from '#ui/field.tsx';
import { RowList } from '#ui/list-row.tsx';
import { useView } from '#ui/use-view.ts';
import { RECORD_FILTERS, type RecordFilter, matchesSearch, passesFilter } from './record-match.ts';
import { RecordRow } from './record-row.tsx';
import styles from './queue-screen.module.css';

/** More than a day of a busy till; older ones are found on the server. */
const RECORDS_SHOWN = 1_000;

/** What this till has signed and what became of it. A record gives its receipt code again. */
export function QueueScreen() {
  const { app, shared } = useWords();
  const { api } = useServices();
  const { view, reload } = useView(() => api.records(RECORDS_SHOWN), ['sales']);
  const [shown, setShown] = useState<TillReceipt>();
  if (view.state === 'loading')
    return <Skeleton shapes={['line', 'row', 'row', 'row']} label={shared.loading} />;
  if (view.state === 'failed') return <LoadFailed onRetry={reload} />;
  if (view.value.length === 0) {
    return (
      <EmptyState icon="receipt" title={app.queue.empty}>
        {app.queue.emptyHint}
      </EmptyState>
    );
  }
  const show = async (record: TillRecord): Promise<void> => {
    const outcome = await api.receipt(record.id);
    if (outcome.ok) setShown(outcome.value);
  };
  return (
    <div class={styles.queue}>
      <Records records={view.value} onShow={(record) => void show(record)} />
      <CustomerSide
        title={app.queue.receiptAgain}
        code={shown?.code}
        done={shared.done}
        onClose={() => setShown(undefined)}
      >
        {shown !== undefined && <ReceiptWords receipt={shown} again />}
      </CustomerSide>
    </div>
  );
}

function Records(props: {
  readonly records: readonly TillRecord[];
  readonly onShow: (record: TillRecord) => void;
}) {
  const { app } = useWords();
  const { api } = useServices();
  const [filter, setFilter] = useState<RecordFilter>('all');
  const [search, setSearch] = useState('');
  const found = props.records.filter(
    (record) => passesFilter(record, filter) && matchesSearch(record, search),
  );
  return (
    <>
      <div class={styles.tools}>
        <Field label={app.queue.search} value={search} onInput={setSearch} />
        <Segmented
          label={app.queue.filter}
          layout="wrap"
          value={filter}
          options={RECORD_FILTERS.map((value) => ({ value, label: app.queue[value] }))}
          onChange={setFilter}
        />
        {props.records.some(({ state }) => state === 'unsent') && (
          <Button icon="sync" onClick={() => void api.syncNow()}>
            {app.queue.sync}
          </Button>
        )}
      </div>
      {found.length === 0 ? (
        <EmptyState icon="search" title={app.queue.noMatch} />
      ) : (
        <RowList label={app.queue.title}>
          {found.map((record) => (
            <RecordRow key={record.id} record={record} onClick={() => props.onShow(record)} />
          ))}
        </RowList>
      )}
    </>
  );
}
