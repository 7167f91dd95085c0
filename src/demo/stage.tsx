import { useState } from 'preact/hooks';
import type { DemoWords } from '#i18n/demo/en.ts';
import styles from './stage.module.css';

export interface StageProps {
  readonly words: DemoWords;
  readonly onCut: (cut: boolean) => void;
}

/** Both apps side by side, the switch that cuts them off, and what to try. */
export function Stage({ words, onCut }: StageProps) {
  const [cut, setCut] = useState(false);
  const flip = (): void => {
    setCut(!cut);
    onCut(!cut);
  };
  return (
    <main class={styles.stage}>
      <header class={styles.head}>
        <h1>{words.title}</h1>
        <p>{words.lead}</p>
        <button type="button" role="switch" aria-checked={cut} class={styles.cut} onClick={flip}>
          <span class={styles.knob} aria-hidden="true" />
          {words.cut}
        </button>
        <p role="status" class={styles.line} data-cut={cut}>
          {cut ? words.cutOn : words.cutOff}
        </p>
      </header>
      <div class={styles.devices}>
        <Device name="wallet" src="/" title={words.customer} />
        <Device name="cashier" src="/cashier/" title={words.till} />
      </div>
      <ol class={styles.steps}>
        {words.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </main>
  );
}

function Device({
  name,
  src,
  title,
}: {
  readonly name: string;
  readonly src: string;
  readonly title: string;
}) {
  return (
    <section class={styles.device}>
      <h2>{title}</h2>
      <iframe name={name} src={src} title={title} class={styles.screen} allow="camera" />
    </section>
  );
}
