import { useState } from 'preact/hooks';
import type { RecordDetails, RecordLine } from '#bridge/cashier-undo.ts';
import { useCategoryName } from '#ui/category-name.ts';
import { useWords } from '#cashier/shell/words.ts';
import type { UndoWords } from '#i18n/topics/undo/en.ts';
import { Amount } from '#ui/amount.tsx';
import { Button } from '#ui/button.tsx';
import { RowList } from '#ui/list-row.tsx';
import { RecordRow } from './record-row.tsx';
import { RecordRuling } from './record-ruling.tsx';
import styles from './record-sheet.module.css';

export interface RecordFactsProps {
  readonly details: RecordDetails;
  readonly words: UndoWords;
  readonly onShowCode: () => void;
  readonly onUndo: (what: 'void' | 'refund') => void;
}

export function RecordFacts({ details, words, onShowCode, onUndo }: RecordFactsProps) {
  const { record, lines, undos, canVoid, canRefund, clocks } = details;
  return (
    <div class={styles.sheet}>
      <RowList label={words.till.details}>
        <RecordRow record={record} words={words.till} />
      </RowList>
      {clocks !== undefined && <RecordRuling record={record} clocks={clocks} />}
      {record.undo !== undefined && <Why details={details} words={words} />}
      {lines.length > 0 && <Lines lines={lines} words={words} taken={undos.length > 0} />}
      {undos.length > 0 && (
        <RowList label={words.till.history}>
          {undos.map((undo) => (
            <RecordRow key={undo.id} record={undo} words={words.till} />
          ))}
        </RowList>
      )}
      <div class={styles.actions}>
        <Button kind="primary" size="l" icon="qr" wide onClick={onShowCode}>
          {words.till.showCode}
        </Button>
        {canVoid && (
          <Button kind="danger" size="l" icon="back" wide onClick={() => onUndo('void')}>
            {words.till.voidAll}
          </Button>
        )}
        {canRefund && (
          <Button size="l" icon="minus" wide onClick={() => onUndo('refund')}>
            {words.till.refund}
          </Button>
        )}
        {record.kind !== 'undo' && !canVoid && !canRefund && <p class={styles.soft}>{words.till.cannot}</p>}
        <CopyId id={record.id} words={words} />
      </div>
    </div>
  );
}

function Why({ details, words }: { readonly details: RecordDetails; readonly words: UndoWords }) {
  const { undo } = details.record;
  if (undo === undefined) return null;
  return (
    <p>
      {undo.reason !== undefined && words.reasons[undo.reason]}
      {undo.note !== undefined && (
        <>
          {' · '}
          <bdi>{undo.note}</bdi>
        </>
      )}
    </p>
  );
}

function Lines(props: {
  readonly lines: readonly RecordLine[];
  readonly words: UndoWords;
  readonly taken: boolean;
}) {
  const { format } = useWords();
  const nameOf = useCategoryName();
  return (
    <ul class={styles.lines} aria-label={props.words.till.lines}>
      {props.lines.map(({ category, amount, left }, index) => (
        <li key={index} class={styles.line}>
          <span class={styles.name}>{nameOf(category)}</span>
          <span class={styles.amounts}>
            <Amount money={amount} />
            {props.taken && <span class={styles.soft}>{props.words.till.left(format.money(left))}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** For a support call; the id says nothing about the person. */
function CopyId({ id, words }: { readonly id: string; readonly words: UndoWords }) {
  const [copied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    // Refused without a touch or a secure context: the id is on the screen all the same.
    await navigator.clipboard?.writeText(id).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  return (
    <>
      <Button kind="plain" size="l" icon="paste" onClick={() => void copy()}>
        {copied ? words.till.copied : words.till.copyId}
      </Button>
      <code class={styles.id} dir="ltr">
        {id}
      </code>
    </>
  );
}
