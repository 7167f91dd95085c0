import { useState } from 'preact/hooks';
import type { ShiftReport, ShiftView } from '#bridge/cashier-shift.ts';
import { RecordRow } from '#cashier/queue/record-row.tsx';
import { LoadFailed } from '#ui/load-failed.tsx';
import { useServices } from '#cashier/shell/services.ts';
import { useWords } from '#cashier/shell/words.ts';
import type { ShiftWords } from '#i18n/topics/shift/en.ts';
import { wordLoaders } from '#i18n/topics/shift/load.ts';
import { wordLoaders as undoLoaders } from '#i18n/topics/undo/load.ts';
import type { UndoWords } from '#i18n/topics/undo/en.ts';
import { Skeleton } from '#ui/empty-state.tsx';
import { RowList } from '#ui/list-row.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { Breakdown } from './breakdown.tsx';
import { Figures } from './figures.tsx';
import { PastShifts } from './past-shifts.tsx';
import { ShiftDoor } from './shift-door.tsx';
import { ShiftReportView } from './shift-report.tsx';
import { Transfer } from './transfer.tsx';
import styles from './shift-screen.module.css';

/** Who answers for what this till takes: opened, counted, closed; and a way out for records without a line. */
export function ShiftScreen() {
  const { shared } = useWords();
  const { api } = useServices();
  const words = useTopicWords(wordLoaders);
  const undoWords = useTopicWords(undoLoaders);
  const { view, reload } = useView(() => api.shift(), ['sales', 'device']);
  const [report, setReport] = useState<ShiftReport>();
  if (view.state === 'loading' || words === undefined || undoWords === undefined)
    return <Skeleton shapes={['ticket', 'ticket', 'row']} label={shared.loading} />;
  if (view.state === 'failed' || !view.value.ok) return <LoadFailed onRetry={reload} />;
  if (report !== undefined) {
    const back = (): void => setReport(undefined);
    return <ShiftReportView report={report} words={words} undoWords={undoWords} onBack={back} />;
  }
  const open = async (number: number): Promise<void> => {
    const outcome = await api.shiftReport(number);
    if (outcome.ok) setReport(outcome.value);
  };
  return (
    <div class={styles.shift}>
      <Running shift={view.value.value} words={words} undoWords={undoWords} onReport={setReport} />
      <PastShifts words={words} onOpen={(number) => void open(number)} />
      <Transfer words={words} />
    </div>
  );
}

function Running(props: {
  readonly shift: ShiftView;
  readonly words: ShiftWords;
  readonly undoWords: UndoWords;
  readonly onReport: (report: ShiftReport) => void;
}) {
  const { shift, words, undoWords, onReport } = props;
  return (
    <>
      <ShiftDoor shift={shift} words={words} onClosed={onReport} />
      <Figures totals={shift} words={words} />
      {shift.exceptions.length > 0 && (
        <RowList label={words.report.exceptions}>
          {shift.exceptions.map((record) => (
            <RecordRow key={record.id} record={record} words={undoWords.till} />
          ))}
        </RowList>
      )}
      <Breakdown totals={shift} words={words} />
    </>
  );
}
