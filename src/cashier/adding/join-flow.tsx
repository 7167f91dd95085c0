import { useState } from 'preact/hooks';
import type { AdmissionView } from '#bridge/cashier-adding.ts';
import type { CodeView } from '#bridge/common-views.ts';
import { useServices } from '#cashier/shell/services.ts';
import { useCall } from '#cashier/shell/use-call.ts';
import { useWords } from '#cashier/shell/words.ts';
import type { AddingWords } from '#i18n/topics/adding/en.ts';
import { wordLoaders } from '#i18n/topics/adding/load.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { CodeCanvas } from '#ui/code-canvas.tsx';
import { Field } from '#ui/field.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { Compare } from './compare.tsx';
import { ScanStep } from './scan-step.tsx';
import { AddingRefused, Step } from './step.tsx';
import styles from './adding.module.css';

type Stage =
  | { readonly at: 'name' }
  | { readonly at: 'show'; readonly code: CodeView }
  | { readonly at: 'scan'; readonly code: CodeView }
  | { readonly at: 'compare'; readonly admission: AdmissionView }
  | { readonly at: 'dropped' };

/** On the new till: its code, the other till's answer, the six digits. The till opens by itself when it is paired. */
export function JoinFlow({ onLeave }: { readonly onLeave: () => void }) {
  const words = useTopicWords(wordLoaders);
  const [stage, setStage] = useState<Stage>({ at: 'name' });
  const { busy, refusal, run, forget } = useCall();
  const { api } = useServices();
  if (words === undefined) return null;
  const goTo = (next: Stage): void => {
    forget();
    setStage(next);
  };
  const start = (name: string): void =>
    run(
      () => api.askToBeAdded(name),
      (code) => goTo({ at: 'show', code }),
    );
  const read = (text: string): void =>
    run(
      () => api.readAdmission(text),
      (admission) => goTo({ at: 'compare', admission }),
    );
  const say = (same: boolean): void =>
    run(
      () => api.finishJoining(same),
      () => {
        if (!same) goTo({ at: 'dropped' });
      },
    );
  return (
    <section class={styles.flow} aria-label={words.join.title}>
      <AddingRefused refusal={refusal} words={words} />
      {stage.at === 'name' && <Name words={words} busy={busy} onName={start} />}
      {stage.at === 'show' && (
        <Show words={words} code={stage.code} onScan={() => goTo({ at: 'scan', code: stage.code })} />
      )}
      {stage.at === 'scan' && (
        <Step title={words.join.scanStep}>
          <ScanStep aim={words.join.aim} busy={busy} onText={read} />
          <Button size="l" icon="qr" onClick={() => goTo({ at: 'show', code: stage.code })}>
            {words.back}
          </Button>
        </Step>
      )}
      {stage.at === 'compare' && (
        <Admission words={words} admission={stage.admission} busy={busy} onSaid={say} />
      )}
      {stage.at === 'dropped' && <Dropped words={words} onRestart={() => goTo({ at: 'name' })} />}
      <Button kind="plain" size="l" onClick={onLeave}>
        {words.join.withCode}
      </Button>
    </section>
  );
}

function Name(props: {
  readonly words: AddingWords;
  readonly busy: boolean;
  readonly onName: (name: string) => void;
}) {
  const { app } = useWords();
  const { words, busy, onName } = props;
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const missing = name.trim() === '';
  return (
    <Step title={words.join.nameStep} hint={words.join.enterHint}>
      <form
        class={styles.answers}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!missing) onName(name.trim().slice(0, 40));
        }}
      >
        <Field
          label={app.terminal.tillName}
          value={name}
          onInput={setName}
          {...(tried && missing ? { problem: app.terminal.nameMissing } : {})}
        />
        <Button kind="primary" size="l" type="submit" icon="qr" wide busy={busy}>
          {words.join.show}
        </Button>
      </form>
    </Step>
  );
}

function Show(props: { readonly words: AddingWords; readonly code: CodeView; readonly onScan: () => void }) {
  const { words, code, onScan } = props;
  return (
    <Step title={words.join.showStep} hint={words.join.showHint}>
      <div class={styles.code}>
        <CodeCanvas text={code.text} label={words.join.codeLabel} />
      </div>
      <Button kind="primary" size="l" icon="scan" wide onClick={onScan}>
        {words.join.scan}
      </Button>
    </Step>
  );
}

function Admission(props: {
  readonly words: AddingWords;
  readonly admission: AdmissionView;
  readonly busy: boolean;
  readonly onSaid: (same: boolean) => void;
}) {
  const { format } = useWords();
  const { words, admission, busy, onSaid } = props;
  const { merchantName, tillNumber, digits } = admission;
  return (
    <Step title={words.compare.step} hint={words.compare.hint}>
      <p>{words.join.answered(merchantName, format.integer(tillNumber))}</p>
      <Compare digits={digits} words={words} busy={busy} onSaid={onSaid} />
    </Step>
  );
}

function Dropped({ words, onRestart }: { readonly words: AddingWords; readonly onRestart: () => void }) {
  return (
    <Banner
      tone="warn"
      live
      title={words.compare.dropped}
      actions={
        <Button size="l" onClick={onRestart}>
          {words.restart}
        </Button>
      }
    >
      {words.compare.droppedText}
    </Banner>
  );
}
