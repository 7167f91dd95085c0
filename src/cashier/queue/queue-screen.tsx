import { useState } from 'preact/hooks';
import { RECORD_FILTERS, type RecordFilter } from '#bridge/cashier-undo.ts';
import { LoadFailed } from '#ui/load-failed.tsx';
import { useServices } from '#cashier/shell/services.ts';
import { useWords } from '#cashier/shell/words.ts';
import type { UndoWords } from '#i18n/topics/undo/en.ts';
import { wordLoaders } from '#i18n/topics/undo/load.ts';
import { Button } from '#ui/button.tsx';
import { Segmented } from '#ui/choice.tsx';
import { EmptyState, Skeleton } from '#ui/empty-state.tsx';
import { Field } from '#ui/field.tsx';
import { RowList } from '#ui/list-row.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { DayField } from './day-field.tsx';
import { RecordSheet } from './record-sheet.tsx';
import { RecordRow } from './record-row.tsx';
import { type RecordWish, useRecords } from './use-records.ts';
import styles from './queue-screen.module.css';

const EVERYTHING: RecordWish = { text: '', filter: 'all' };

/** What this till has signed and what became of it: found again, shown again, taken back. */
export function QueueScreen() {
  const { app, shared } = useWords();
  const words = useTopicWords(wordLoaders);
  const [wish, setWish] = useState<RecordWish>(EVERYTHING);
  const [openId, setOpenId] = useState<string>();
  const list = useRecords(wish);
  if (list.state === 'failed') return <LoadFailed onRetry={list.reload} />;
  if (list.state === 'loading' || words === undefined)
    return <Skeleton shapes={['line', 'row', 'row', 'row']} label={shared.loading} />;
  if (list.records.length === 0 && wish === EVERYTHING) {
    return (
      <EmptyState icon="receipt" title={words.list.empty}>
        {words.list.emptyHint}
      </EmptyState>
    );
  }
  return (
    <div class={styles.queue}>
      <Tools wish={wish} words={words} onWish={setWish} />
      {list.records.length === 0 ? (
        <EmptyState icon="search" title={words.list.noMatch} />
      ) : (
        <RowList label={app.queue.title}>
          {list.records.map((record) => (
            <RecordRow
              key={record.id}
              record={record}
              words={words.till}
              onClick={() => setOpenId(record.id)}
            />
          ))}
        </RowList>
      )}
      {list.more !== undefined && (
        <Button size="l" wide icon="down" onClick={list.more}>
          {words.till.more}
        </Button>
      )}
      <RecordSheet recordId={openId} words={words} onClose={() => setOpenId(undefined)} />
    </div>
  );
}

function Tools(props: {
  readonly wish: RecordWish;
  readonly words: UndoWords;
  readonly onWish: (wish: RecordWish) => void;
}) {
  const { app } = useWords();
  const { api } = useServices();
  const { wish, words, onWish } = props;
  const labels: Readonly<Record<RecordFilter, string>> = {
    all: words.list.all,
    unsent: app.queue.unsent,
    accepted: app.queue.accepted,
    problems: words.list.problems,
    undone: words.till.undone,
  };
  return (
    <div class={styles.tools}>
      <div class={styles.find}>
        <Field label={words.till.search} value={wish.text} onInput={(text) => onWish({ ...wish, text })} />
        <DayField
          label={words.till.day}
          dayMs={wish.dayMs}
          onDay={(dayMs) => {
            const { dayMs: _, ...rest } = wish;
            onWish(dayMs === undefined ? rest : { ...rest, dayMs });
          }}
        />
      </div>
      <Segmented
        label={words.list.filter}
        layout="wrap"
        value={wish.filter}
        options={RECORD_FILTERS.map((value) => ({ value, label: labels[value] }))}
        onChange={(filter) => onWish({ ...wish, filter })}
      />
      <Button icon="sync" onClick={() => void api.syncNow()}>
        {words.list.sync}
      </Button>
    </div>
  );
}
