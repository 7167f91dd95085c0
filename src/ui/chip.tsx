import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import type { Tone } from './banner.tsx';
import styles from './chip.module.css';

/** A short word on a state: pending, expires soon, counted. */
export function Chip(props: {
  readonly children: ComponentChildren;
  readonly tone?: Tone;
  readonly icon?: IconName;
}) {
  return (
    <span class={`${styles.chip} ${styles[props.tone ?? 'plain']}`}>
      {props.icon !== undefined && <Icon name={props.icon} size="s" />}
      <span>{props.children}</span>
    </span>
  );
}
