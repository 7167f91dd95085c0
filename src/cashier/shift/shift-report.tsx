import type { ShiftReport } from '#bridge/cashier-shift.ts';
import { RecordRow } from '#cashier/queue/record-row.tsx';
import { useCategoryName } from '#ui/category-name.ts';
import { saveFile } from '#ui/save-file.ts';
import { useWords } from '#cashier/shell/words.ts';
import type { ShiftWords } from '#i18n/topics/shift/en.ts';
import type { UndoWords } from '#i18n/topics/undo/en.ts';
import { DateTime } from '#ui/amount.tsx';
import { Button } from '#ui/button.tsx';
import { RowList } from '#ui/list-row.tsx';
import { Breakdown } from './breakdown.tsx';
import { Figures } from './figures.tsx';
import { reportCsv } from './report-csv.ts';
import styles from './shift-screen.module.css';

export interface ShiftReportViewProps {
  readonly report: ShiftReport;
  readonly words: ShiftWords;
  readonly undoWords: UndoWords;
  readonly onBack: () => void;
}

/** The closing report: on the screen, on paper, and as a table for the books. */
export function ShiftReportView({ report, words, undoWords, onBack }: ShiftReportViewProps) {
  const { shared, format, locale } = useWords();
  const nameOf = useCategoryName();
  const { report: w } = words;
  const save = (): void => {
    const names = {
      words,
      category: nameOf,
      programme: (programme: (typeof report.programmes)[number]['names']) => programme[locale],
    };
    const name = `shift-${report.tillNumber}-${report.number}.csv`;
    saveFile(name, reportCsv(report, names), 'text/csv;charset=utf-8');
  };
  return (
    <article class={styles.shift}>
      <div class={styles.paperless}>
        <Button kind="plain" size="l" icon="back" onClick={onBack}>
          {shared.back}
        </Button>
      </div>
      <header>
        <h2 class={styles.heading}>{w.title(format.integer(report.number))}</h2>
        <p>
          {report.merchantName} · {report.tillName}
        </p>
      </header>
      <Facts report={report} words={words} />
      <Figures totals={report} words={words} />
      <Breakdown totals={report} words={words} />
      {report.exceptions.length > 0 && (
        <>
          <h3 class={styles.heading}>{w.exceptions}</h3>
          <RowList label={w.exceptions}>
            {report.exceptions.map((record) => (
              <RecordRow key={record.id} record={record} words={undoWords.till} />
            ))}
          </RowList>
        </>
      )}
      <div class={`${styles.actions} ${styles.paperless}`}>
        <Button size="l" wide icon="receipt" onClick={() => print()}>
          {w.print}
        </Button>
        <Button size="l" wide icon="install" onClick={save}>
          {w.csv}
        </Button>
      </div>
    </article>
  );
}

function Facts({ report, words }: { readonly report: ShiftReport; readonly words: ShiftWords }) {
  const { format } = useWords();
  const { report: w } = words;
  const minutes = Math.round((report.closedAtMs - report.openedAtMs) / 60_000);
  const { firstSequence, lastSequence } = report;
  return (
    <dl class={styles.facts}>
      {report.cashier !== undefined && (
        <>
          <dt>{w.cashier}</dt>
          <dd>
            <bdi>{report.cashier}</bdi>
          </dd>
        </>
      )}
      <dt>{w.opened}</dt>
      <dd>
        <DateTime atMs={report.openedAtMs} />
      </dd>
      <dt>{w.closed}</dt>
      <dd>
        <DateTime atMs={report.closedAtMs} />
      </dd>
      <dt>{w.duration}</dt>
      <dd>{w.hours(format.integer(Math.floor(minutes / 60)), format.integer(minutes % 60))}</dd>
      {firstSequence !== undefined && lastSequence !== undefined && (
        <dd class={styles.across}>
          {w.numbers(format.integer(firstSequence), format.integer(lastSequence))}
        </dd>
      )}
    </dl>
  );
}
