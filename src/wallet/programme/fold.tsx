import type { ComponentChildren } from 'preact';
import { Icon } from '#ui/icon.tsx';
import styles from './fold.module.css';

/** What is there for whoever wants more: closed until its line is touched. */
export function Fold({
  summary,
  children,
  open = false,
}: {
  readonly summary: ComponentChildren;
  readonly children: ComponentChildren;
  readonly open?: boolean;
}) {
  return (
    <details class={styles.fold} open={open}>
      <summary>
        {summary}
        <span class={styles.turn}>
          <Icon name="down" size="s" />
        </span>
      </summary>
      {children}
    </details>
  );
}
