import { useState } from 'preact/hooks';
import type { SideClock } from '#bridge/common-views.ts';
import type { TillRecord } from '#bridge/till-record.ts';
import { saveFile } from '#ui/save-file.ts';
import { useServices } from '#cashier/shell/services.ts';
import { useWords } from '#cashier/shell/words.ts';
import { decisionRule } from '#i18n/decision-rules.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import type { RulingWords } from '#i18n/topics/ruling/en.ts';
import { wordLoaders } from '#i18n/topics/ruling/load.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { SideClocks } from '#ui/side-clocks.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import styles from './record-sheet.module.css';

export interface RecordRulingProps {
  readonly record: TillRecord;
  readonly clocks: readonly SideClock[];
}

/** Why the server does not count it, when that was by each clock, what it changes, and the proof of it. */
export function RecordRuling({ record, clocks }: RecordRulingProps) {
  const words = useTopicWords(wordLoaders);
  // They arrive a moment after the sheet.
  if (words === undefined) return null;
  const { kind, state, reason } = record;
  return (
    <section class={styles.ruling} aria-label={words.title}>
      <h3 class={styles.heading}>{words.title}</h3>
      <dl class={styles.facts}>
        <SideClocks clocks={clocks} words={words.sides} rowClass={styles.fact} />
      </dl>
      <p>
        <span class={styles.soft}>{words.rule}: </span>
        {words.rules[decisionRule(reason?.kind ?? '') ?? 'other']}
      </p>
      <p>
        <span class={styles.soft}>{words.changed}: </span>
        {words.changes[state === 'conflict' ? 'conflict' : kind]}
      </p>
      <p>{words.advice}</p>
      <SaveProof recordId={record.id} words={words} />
    </section>
  );
}

function SaveProof({ recordId, words }: { readonly recordId: string; readonly words: RulingWords }) {
  const { api } = useServices();
  const { refusals } = useWords();
  const [saved, setSaved] = useState(false);
  const [fault, setFault] = useState<string>();
  const save = async (): Promise<void> => {
    const made = await api.exportProof(recordId);
    if (made.ok) saveFile(made.value.name, made.value.bytes, 'application/octet-stream');
    setSaved(made.ok);
    setFault(made.ok ? undefined : made.error.kind);
  };
  return (
    <>
      {fault !== undefined && (
        <Banner tone="bad" live title={refusalText(refusals, fault).headline}>
          {refusalText(refusals, fault).next}
        </Banner>
      )}
      <p class={styles.soft}>{words.proofText}</p>
      <Button size="l" icon="install" wide onClick={() => void save()}>
        {words.proof}
      </Button>
      <p role="status" class={styles.soft}>
        {saved ? words.saved : ''}
      </p>
    </>
  );
}
