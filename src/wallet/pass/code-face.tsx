import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { CodeView } from '#bridge/common-views.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { wordLoaders } from '#i18n/topics/pay/load.ts';
import { Button } from '#ui/button.tsx';
import { CodeCanvas } from '#ui/code-canvas.tsx';
import { Skeleton } from '#ui/empty-state.tsx';
import { useLanguage } from '#ui/language.tsx';
import { ResultCard } from '#ui/result-card.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useWakeLock } from '#ui/use-wake-lock.ts';
import { useWords } from '#wallet/environment.ts';
import { UnlockForm } from '#wallet/lock/unlock-form.tsx';
import { ProblemSheet } from '#wallet/pay/problem-sheet.tsx';
import type { RenewingCode } from './use-renewing-code.ts';
import styles from './pass.module.css';

export interface CodeFaceProps<T> {
  readonly code: RenewingCode<T>;
  readonly codeOf: (value: T) => CodeView;
  /** What the code is, for screen readers. */
  readonly what: string;
  readonly hint: string;
  readonly onScanReceipt: () => void;
  /** The lock was opened: ask for the code again. */
  readonly onUnlocked?: () => void;
  readonly children?: ComponentChildren;
}

/** The full-screen face of a code that renews itself, with the calm ring that shows it is alive. */
export function CodeFace<T>(props: CodeFaceProps<T>) {
  const { code, codeOf, what, hint, onScanReceipt, onUnlocked, children } = props;
  const pay = useTopicWords(wordLoaders);
  const [problem, setProblem] = useState(false);
  const words = useWords();
  const { shared, refusals } = useLanguage();
  useWakeLock(code.state === 'shown');
  if (code.state === 'loading') return <Skeleton shapes={['hero']} label={shared.loading} />;
  if (code.state === 'refused' && code.reason.kind === 'locked' && onUnlocked !== undefined)
    return <UnlockForm onOpen={onUnlocked} />;
  if (code.state === 'refused') {
    const text = refusalText(refusals, code.reason.kind);
    return <ResultCard kind="refusal" headline={text.headline} words={text.next} />;
  }
  const view = codeOf(code.value);
  return (
    <div class={styles.face}>
      {children}
      <CodeCanvas text={view.text} label={what} />
      <div class={styles.foot}>
        {view.renewAtMs !== undefined && <Ring key={view.text} durationMs={view.renewAtMs - view.madeAtMs} />}
        <p>
          {hint} {view.renewAtMs !== undefined && words.pass.renews}
        </p>
      </div>
      <Button icon="scan" size="l" wide onClick={onScanReceipt}>
        {words.voucher.scanReceipt}
      </Button>
      {pay !== undefined && (
        <Button kind="plain" wide onClick={() => setProblem(true)}>
          {pay.problem.open}
        </Button>
      )}
      <ProblemSheet open={problem} onClose={() => setProblem(false)} />
    </div>
  );
}

/** Runs empty while the code ages; a new code mounts a new ring. */
function Ring({ durationMs }: { readonly durationMs: number }) {
  return (
    <svg class={styles.ring} viewBox="0 0 36 36" aria-hidden={true} focusable="false">
      <circle class={styles.track} cx="18" cy="18" r="15" />
      <circle
        class={styles.sweep}
        cx="18"
        cy="18"
        r="15"
        pathLength={100}
        style={{ '--lasts': `${durationMs}ms` }}
      />
    </svg>
  );
}
