import { Skeleton } from '#ui/empty-state.tsx';
import styles from './layout.module.css';

/** What stands on the screen before words and worker have arrived: the shape of the first screen. */
export function Shell() {
  return (
    <main class={styles.main} aria-busy={true}>
      <div class={styles.page}>
        <div class={styles.headRoom} />
        <Skeleton shapes={['hero', 'line', 'ticket', 'ticket']} />
      </div>
    </main>
  );
}
