import styles from './programme.module.css';

/** How far a way is gone, 0 to 1. The words beside it say the same, so it is only for the eye. */
export function ProgressBar({ share }: { readonly share: number }) {
  return (
    <span class={styles.track} aria-hidden="true">
      <span class={styles.gone} style={{ inlineSize: `${Math.round(share * 100)}%` }} />
    </span>
  );
}
