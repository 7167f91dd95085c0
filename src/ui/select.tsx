import { useId } from 'preact/hooks';
import { Icon } from './icon.tsx';
import styles from './select.module.css';

export interface SelectProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

/** The platform's own list, for more choices than can be shown at once. */
export function Select({ label, value, options, onChange }: SelectProps) {
  const id = useId();
  return (
    <div class={styles.field}>
      <label class={styles.label} for={id}>
        {label}
      </label>
      <span class={styles.box}>
        <select
          id={id}
          class={styles.select}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === value}>
              {option.label}
            </option>
          ))}
        </select>
        <span class={styles.mark}>
          <Icon name="down" size="s" />
        </span>
      </span>
    </div>
  );
}
