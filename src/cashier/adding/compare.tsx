import { useWords } from '#cashier/shell/words.ts';
import type { AddingWords } from '#i18n/topics/adding/en.ts';
import { Button } from '#ui/button.tsx';
import styles from './adding.module.css';

/** Six digits, and whether they are the same on the other till. */
export function Compare(props: {
  readonly digits: string;
  readonly words: AddingWords;
  readonly busy: boolean;
  readonly onSaid: (same: boolean) => void;
}) {
  const { format } = useWords();
  const { digits, words, busy, onSaid } = props;
  const shown = Array.from(digits, (digit) => format.integer(Number(digit)));
  return (
    <>
      <p class={styles.digits} dir="ltr" role="img" aria-label={shown.join(' ')}>
        {shown.map((digit, place) => (
          <span key={place}>{digit}</span>
        ))}
      </p>
      <div class={styles.answers}>
        <Button kind="primary" size="l" icon="check" wide busy={busy} onClick={() => onSaid(true)}>
          {words.compare.same}
        </Button>
        <Button kind="danger" size="l" icon="close" wide disabled={busy} onClick={() => onSaid(false)}>
          {words.compare.different}
        </Button>
      </div>
    </>
  );
}
