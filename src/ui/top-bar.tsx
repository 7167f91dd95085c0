import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import { useLanguage } from './language.tsx';
import styles from './top-bar.module.css';

export interface TopBarProps {
  readonly title: string;
  /** Address of the screen above this one; shows a back arrow. */
  readonly backHref?: string;
  /** The connection badge and at most one button. */
  readonly end?: ComponentChildren;
}

export function TopBar({ title, backHref, end }: TopBarProps) {
  const { shared } = useLanguage();
  return (
    <header class={styles.bar}>
      {backHref !== undefined && (
        <a class={styles.back} href={backHref} aria-label={shared.back}>
          <Icon name="back" />
        </a>
      )}
      <h1 class={styles.title}>{title}</h1>
      <div class={styles.end}>{end}</div>
    </header>
  );
}
