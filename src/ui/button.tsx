import type { ComponentChildren } from 'preact';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-paths.ts';
import styles from './button.module.css';

export interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onClick?: () => void;
  /** `primary`: the one thing to do here. `quiet`: beside it. `plain`: text only. `danger`: takes something away. */
  readonly kind?: 'primary' | 'quiet' | 'plain' | 'danger' | 'onColour';
  readonly size?: 'm' | 'l';
  readonly icon?: IconName;
  readonly wide?: boolean;
  readonly disabled?: boolean;
  /** Work is under way: the button keeps its place and size, says so, and takes no click. */
  readonly busy?: boolean;
  readonly type?: 'button' | 'submit';
  readonly pressed?: boolean;
}

export function Button(props: ButtonProps) {
  const {
    children,
    onClick,
    kind = 'quiet',
    size = 'm',
    icon,
    wide = false,
    busy = false,
    type = 'button',
  } = props;
  const classes = [
    styles.button,
    styles[kind],
    styles[size],
    wide ? styles.wide : '',
    busy ? styles.busy : '',
  ];
  return (
    <button
      class={classes.join(' ')}
      type={type}
      disabled={props.disabled ?? false}
      aria-busy={busy}
      aria-disabled={busy || undefined}
      aria-pressed={props.pressed}
      onClick={busy ? refuse : onClick}
    >
      {icon !== undefined && <Icon name={icon} size={size === 'l' ? 'm' : 's'} />}
      <span>{children}</span>
    </button>
  );
}

/** Without a listener the click would still submit the form. Enter in a field clicks that button as well. */
function refuse(event: Event): void {
  event.preventDefault();
}

export interface IconButtonProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
  readonly kind?: 'plain' | 'filled' | 'onDark';
  readonly pressed?: boolean;
  readonly disabled?: boolean;
}

export function IconButton({
  icon,
  label,
  onClick,
  kind = 'plain',
  pressed,
  disabled = false,
}: IconButtonProps) {
  return (
    <button
      class={`${styles.iconButton} ${styles[`icon-${kind}`]}`}
      type="button"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon name={icon} />
    </button>
  );
}
