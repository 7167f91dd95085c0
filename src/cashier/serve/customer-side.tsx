import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { CodeView } from '#bridge/common-views.ts';
import { useWords } from '#cashier/shell/words.ts';
import { Button } from '#ui/button.tsx';
import { CodeCanvas } from '#ui/code-canvas.tsx';
import { Sheet } from '#ui/sheet.tsx';
import styles from './customer-side.module.css';

export interface CustomerSideProps {
  readonly title: string;
  readonly code: CodeView | undefined;
  /** What the customer reads beside the code. */
  readonly children: ComponentChildren;
  /** What the cashier presses when the customer has scanned. */
  readonly done: string;
  readonly onClose: () => void;
}

/** The side of the till that the customer sees: the code as large as the screen allows, turned round on request. */
export function CustomerSide({ title, code, children, done, onClose }: CustomerSideProps) {
  const { app } = useWords();
  const [turned, setTurned] = useState(false);
  return (
    <Sheet open={code !== undefined} title={title} size="full" onClose={onClose}>
      <div class={`${styles.side} ${turned ? styles.turned : ''}`} data-turned={turned}>
        <div class={styles.code}>{code !== undefined && <CodeCanvas text={code.text} label={title} />}</div>
        <div class={styles.words}>{children}</div>
      </div>
      <div class={styles.actions}>
        <Button size="l" icon="sync" pressed={turned} onClick={() => setTurned(!turned)}>
          {app.serve.turn}
        </Button>
        <Button kind="primary" size="l" icon="check" onClick={onClose}>
          {done}
        </Button>
      </div>
    </Sheet>
  );
}
