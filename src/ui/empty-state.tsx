import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import styles from './empty-state.module.css';

export interface EmptyStateProps {
  readonly icon: IconName;
  readonly title: string;
  readonly children?: ComponentChildren;
  readonly action?: ComponentChildren;
}

/** Nothing here yet, and what to do about it: an unprinted ticket. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div class={styles.empty}>
      <span class={styles.mark}>
        <Icon name={icon} size="l" />
      </span>
      <h2 class={styles.title}>{title}</h2>
      {children !== undefined && <p class={styles.text}>{children}</p>}
      {action}
    </div>
  );
}

/** Grey shapes in the places of what is loading; screen readers hear one word. `afterLong` shows after eight seconds. */
export function Skeleton({
  shapes,
  label,
  afterLong,
}: {
  readonly shapes: readonly SkeletonShape[];
  readonly label?: string;
  readonly afterLong?: string;
}) {
  return (
    <>
      <output class={styles.skeleton} aria-label={label}>
        {shapes.map((shape, place) => (
          <span key={place} class={`${styles.shape} ${styles[shape]}`} />
        ))}
      </output>
      {afterLong !== undefined && <p class={styles.afterLong}>{afterLong}</p>}
    </>
  );
}

export type SkeletonShape = 'hero' | 'ticket' | 'row' | 'line';
