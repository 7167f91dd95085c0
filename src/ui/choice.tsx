// Choosing one of few, and switching one thing: radio buttons and a check box underneath, so keys and screen readers work.
import { useId } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import styles from './choice.module.css';

export interface SegmentedOption<T extends string> {
  readonly value: T;
  readonly label: ComponentChildren;
  /** Language of the label, when it differs from the page's. */
  readonly lang?: string;
}

export interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly options: readonly SegmentedOption<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  /** Shows the label; otherwise only screen readers hear it. */
  readonly labelShown?: boolean;
  /** `row`: one joined strip. `wrap`: separate chips over several lines. `strip`: one line of them that scrolls. */
  readonly layout?: 'row' | 'wrap' | 'strip';
}

export function Segmented<T extends string>(props: SegmentedProps<T>) {
  const name = useId();
  const { options, value, onChange, layout = 'row' } = props;
  return (
    <fieldset class={styles.group}>
      <legend class={props.labelShown === true ? styles.legend : 'visually-hidden'}>{props.label}</legend>
      <div class={styles[layout]}>
        {options.map((option) => (
          <label key={option.value} class={styles.option} lang={option.lang}>
            <input
              class={styles.radio}
              type="radio"
              name={name}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span class={styles.face}>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export interface ToggleProps {
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

export function Toggle({ label, hint, on, onChange }: ToggleProps) {
  const id = useId();
  return (
    <div class={styles.toggle}>
      <label class={styles.toggleLine} for={id}>
        <span>{label}</span>
        <input
          id={id}
          class={styles.switch}
          type="checkbox"
          role="switch"
          checked={on}
          aria-checked={on}
          aria-describedby={hint === undefined ? undefined : `${id}-hint`}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      </label>
      {hint !== undefined && (
        <p class={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
