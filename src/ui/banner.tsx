import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import styles from './banner.module.css';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'plain';

export interface BannerProps {
  readonly tone?: Tone;
  readonly icon?: IconName;
  readonly title: ComponentChildren;
  readonly children?: ComponentChildren;
  /** Buttons. */
  readonly actions?: ComponentChildren;
  /** Announced by screen readers when it appears. */
  readonly live?: boolean;
}

const TONE_ICONS: Readonly<Record<Tone, IconName>> = {
  good: 'success',
  warn: 'warning',
  bad: 'refusal',
  info: 'info',
  plain: 'info',
};

export function Banner({ tone = 'info', icon, title, children, actions, live = false }: BannerProps) {
  return (
    <div class={`${styles.banner} ${styles[tone]}`} role={live ? 'status' : undefined}>
      <span class={styles.icon}>
        <Icon name={icon ?? TONE_ICONS[tone]} />
      </span>
      <div class={styles.words}>
        <p class={styles.title}>{title}</p>
        {children !== undefined && <div class={styles.text}>{children}</div>}
        {actions !== undefined && <div class={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}
