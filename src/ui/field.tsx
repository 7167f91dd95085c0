import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import styles from './field.module.css';

export interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly hint?: ComponentChildren;
  /** Why the value cannot be taken; announced with the field. */
  readonly problem?: string;
  readonly inputMode?: 'text' | 'numeric' | 'decimal';
  readonly autoComplete?: string;
  /** Codes and numbers: left-to-right letters of equal width in every language. */
  readonly code?: boolean;
  readonly lines?: number;
  readonly required?: boolean;
}

export function Field(props: FieldProps) {
  const id = useId();
  const { label, hint, problem, value } = props;
  const described = [hint === undefined ? '' : `${id}-hint`, problem === undefined ? '' : `${id}-problem`];
  const common = {
    id,
    class: `${styles.input} ${props.code === true ? styles.code : ''}`,
    value,
    dir: props.code === true ? ('ltr' as const) : ('auto' as const),
    required: props.required ?? false,
    'aria-invalid': problem !== undefined,
    'aria-describedby': described.join(' ').trim() || undefined,
    autoComplete: props.autoComplete ?? 'off',
  };
  return (
    <div class={styles.field}>
      <label class={styles.label} for={id}>
        {label}
      </label>
      {props.lines === undefined ? (
        <input
          {...common}
          type="text"
          inputMode={props.inputMode}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      ) : (
        <textarea
          {...common}
          rows={props.lines}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      )}
      {hint !== undefined && (
        <p class={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p class={styles.problem} id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}
