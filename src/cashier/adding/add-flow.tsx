import { useState } from 'preact/hooks';
import type { AdditionView } from '#bridge/cashier-adding.ts';
import { useServices } from '#cashier/shell/services.ts';
import { useCall } from '#cashier/shell/use-call.ts';
import type { AddingWords } from '#i18n/topics/adding/en.ts';
import { wordLoaders } from '#i18n/topics/adding/load.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { CodeCanvas } from '#ui/code-canvas.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { Compare } from './compare.tsx';
import { ScanStep } from './scan-step.tsx';
import { AddingRefused, Step } from './step.tsx';
import styles from './adding.module.css';

type Stage =
  | { readonly at: 'scan' }
  | { readonly at: 'answer' | 'compare'; readonly addition: AdditionView }
  | { readonly at: 'done'; readonly tillName: string; readonly same: boolean };

/** On a till of the shop: the new till's code, the answer to it, and the six digits. */
export function AddFlow({ onLeave }: { readonly onLeave: () => void }) {
  const words = useTopicWords(wordLoaders);
  const { api } = useServices();
  const [stage, setStage] = useState<Stage>({ at: 'scan' });
  const { busy, refusal, run } = useCall();
  if (words === undefined) return null;
  const read = (text: string): void =>
    run(
      () => api.addTill(text),
      (addition) => setStage({ at: 'answer', addition }),
    );
  const say = ({ serial, tillName }: AdditionView, same: boolean): void =>
    run(
      () => api.finishAdding(serial, same),
      () => setStage({ at: 'done', tillName, same }),
    );
  return (
    <section class={styles.flow} aria-label={words.add.title}>
      <AddingRefused refusal={refusal} words={words} />
      {stage.at === 'scan' && (
        <Step title={words.add.scanStep} hint={words.add.scanHint}>
          <ScanStep aim={words.add.aim} busy={busy} onText={read} />
        </Step>
      )}
      {stage.at === 'answer' && (
        <Answer
          words={words}
          addition={stage.addition}
          onShown={() => setStage({ ...stage, at: 'compare' })}
        />
      )}
      {stage.at === 'compare' && (
        <Step title={words.compare.step} hint={words.compare.hint}>
          <Compare
            digits={stage.addition.digits}
            words={words}
            busy={busy}
            onSaid={(same) => say(stage.addition, same)}
          />
          <Button size="l" icon="qr" onClick={() => setStage({ ...stage, at: 'answer' })}>
            {words.add.showAgain}
          </Button>
        </Step>
      )}
      {stage.at === 'done' && <Said words={words} stage={stage} onAgain={() => setStage({ at: 'scan' })} />}
      <Button kind={stage.at === 'done' ? 'primary' : 'plain'} size="l" onClick={onLeave}>
        {stage.at === 'done' ? words.close : words.back}
      </Button>
    </section>
  );
}

function Answer(props: {
  readonly words: AddingWords;
  readonly addition: AdditionView;
  readonly onShown: () => void;
}) {
  const { words, addition, onShown } = props;
  return (
    <Step title={words.add.showStep(addition.tillName)}>
      <div class={styles.code}>
        <CodeCanvas text={addition.code.text} label={words.add.codeLabel} />
      </div>
      <Button kind="primary" size="l" icon="check" wide onClick={onShown}>
        {words.add.compare}
      </Button>
    </Step>
  );
}

function Said(props: {
  readonly words: AddingWords;
  readonly stage: Extract<Stage, { readonly at: 'done' }>;
  readonly onAgain: () => void;
}) {
  const { words, stage, onAgain } = props;
  const { tillName, same } = stage;
  return (
    <Banner
      tone={same ? 'good' : 'warn'}
      live
      title={same ? words.add.done(tillName) : words.add.refused}
      actions={
        <Button size="l" onClick={onAgain}>
          {words.add.again}
        </Button>
      }
    >
      {same ? words.add.doneText : words.add.refusedText}
    </Banner>
  );
}
