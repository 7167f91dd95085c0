import { MIRRORED, SCREEN_ICONS } from './icon-paths.ts';
import type { IconName } from './icon-paths.ts';
import styles from './icon.module.css';

const PATHS = new Map<string, string>(Object.entries(SCREEN_ICONS));

/** Icons that only one app draws come with it, before the first of them is drawn. */
export function addIcons(paths: Readonly<Record<string, string>>): void {
  for (const [name, path] of Object.entries(paths)) PATHS.set(name, path);
}

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
      <path d={PATHS.get(name)} />
    </svg>
  );
}
