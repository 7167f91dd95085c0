import type { ComponentChildren } from 'preact';
import type { OperatorWords } from '#i18n/topics/operator/en.ts';
import { Button } from '#ui/button.tsx';
import type { OperatorFault } from './operator-client.ts';
import styles from './operator.module.css';

export interface CardProps {
  readonly id: string;
  readonly title: string;
  readonly words: OperatorWords;
  readonly busy: boolean;
  readonly fault?: OperatorFault['kind'] | undefined;
  readonly onRetry: () => void;
  /** Whether what is inside has no name of its own to be found by. */
  readonly isLandmark?: boolean;
  /** Nothing as long as nothing has come. */
  readonly children?: ComponentChildren;
}

/** One part of the page, which loads and fails by itself and says so. */
export function Card({ id, title, words, busy, fault, onRetry, isLandmark = false, children }: CardProps) {
  const isEmpty = children === undefined || children === null;
  return (
    <section class={styles.card} aria-labelledby={isLandmark ? id : undefined} aria-busy={busy}>
      <h2 id={id}>{title}</h2>
      <p role="status" class={styles.partFault}>
        {fault !== undefined && !busy ? words.faults[fault] : ''}
      </p>
      {fault !== undefined && !busy ? (
        <div>
          <Button onClick={onRetry}>{words.retry}</Button>
        </div>
      ) : null}
      {isEmpty && busy ? <p class={styles.note}>{words.loading}</p> : children}
    </section>
  );
}
