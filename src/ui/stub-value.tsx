import type { ComponentChildren } from 'preact';
import styles from './stub-value.module.css';

/** What a ticket's stub is worth: as large as its length allows, a word under it. */
export function StubValue({
  value,
  caption,
}: {
  readonly value: string;
  readonly caption?: ComponentChildren;
}) {
  return (
    <>
      <bdi class={`${styles.value} ${styles[sizeFor(value)]}`}>{value}</bdi>
      {caption !== undefined && <span class={styles.caption}>{caption}</span>}
    </>
  );
}

function sizeFor(value: string): 'large' | 'middle' | 'small' {
  if (value.length <= 4) return 'large';
  return value.length <= 7 ? 'middle' : 'small';
}
