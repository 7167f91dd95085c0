import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { wordLoaders } from '#i18n/topics/pay/load.ts';
import { Button } from '#ui/button.tsx';
import { CodeCanvas } from '#ui/code-canvas.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useWakeLock } from '#ui/use-wake-lock.ts';
import { useWords } from '#wallet/environment.ts';
import face from '#wallet/pass/pass.module.css';
import { ProblemSheet } from './problem-sheet.tsx';

export interface SpentCodeProps {
  readonly text: string;
  /** What the code is, for screen readers. */
  readonly what: string;
  readonly hint: string;
  readonly onScanReceipt: () => void;
  readonly children: ComponentChildren;
}

/** A code that does not renew: the very same bytes as long as it is shown, the screen awake meanwhile. */
export function SpentCode({ text, what, hint, onScanReceipt, children }: SpentCodeProps) {
  const app = useWords();
  const words = useTopicWords(wordLoaders);
  const [problem, setProblem] = useState(false);
  useWakeLock(true);
  return (
    <div class={face.face} data-shown="payment">
      {children}
      <CodeCanvas text={text} label={what} />
      <p>{hint}</p>
      <Button icon="scan" size="l" wide onClick={onScanReceipt}>
        {app.voucher.scanReceipt}
      </Button>
      {words !== undefined && (
        <Button kind="plain" wide onClick={() => setProblem(true)}>
          {words.problem.open}
        </Button>
      )}
      <ProblemSheet open={problem} onClose={() => setProblem(false)} />
    </div>
  );
}
