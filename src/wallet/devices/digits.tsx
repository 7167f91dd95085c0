import { useId } from 'preact/hooks';
import layout from '#wallet/layout.module.css';
import styles from './devices.module.css';

/** Six digits to be read aloud: in two groups for the eye, one by one for a screen reader. */
export function Digits({ digits, label }: { readonly digits: string; readonly label: string }) {
  const id = useId();
  return (
    <div class={layout.stack}>
      <p id={id} class={styles.label}>
        {label}
      </p>
      <p class={styles.digits} dir="ltr" translate={false} aria-labelledby={id} role="group">
        {/* What is spoken digit by digit must not be read as a number. */}
        <span class="visually-hidden">{[...digits].join(' ')}</span>
        <span aria-hidden={true}>
          {digits.slice(0, 3)} {digits.slice(3)}
        </span>
      </p>
    </div>
  );
}
