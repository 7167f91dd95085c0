import { MIRRORED, PROGRAMME_ICONS, SCREEN_ICONS } from './icon-paths.ts';
import type { IconName } from './icon-paths.ts';
import styles from './icon.module.css';

const PATHS: Readonly<Record<IconName, string>> = { ...PROGRAMME_ICONS, ...SCREEN_ICONS };

export interface IconProps {
  readonly name: IconName;
  /** Without a label the icon is decoration and hidden from screen readers. */
  readonly label?: string;
  readonly size?: 's' | 'm' | 'l' | 'xl';
}

export function Icon({ name, label, size = 'm' }: IconProps) {
  const classes = [styles.icon, styles[size], MIRRORED.has(name) ? styles.mirrored : ''].join(' ');
  const naming =
    label === undefined ? { 'aria-hidden': true } : { role: 'img' as const, 'aria-label': label };
  return (
    <svg class={classes} viewBox="0 0 24 24" focusable="false" {...naming}>
      <path d={PATHS[name]} />
    </svg>
  );
}
