import type { PostingView } from '#bridge/wallet-api.ts';
import { Quantity } from '#ui/amount.tsx';
import { programmeIcon } from '#ui/programme-icons.ts';
import { Icon } from '#ui/icon.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useWords } from '#wallet/environment.ts';
import styles from './activity.module.css';

/** Every point with its reason: the rule, then the factors in the order in which they were applied. */
export function PostingList({ postings }: { readonly postings: readonly PostingView[] }) {
  return (
    <ul class={styles.postings}>
      {postings.map((posting, place) => (
        <li key={place} class={styles.posting} style={{ '--accent': posting.look.colour }}>
          <span class={styles.mark}>
            <Icon name={programmeIcon(posting.look.icon)} size="s" />
          </span>
          <div class={styles.postingWords}>
            <p class={styles.gain}>
              <Quantity qty={posting.qty} scale={posting.scale} signed size="l" /> {posting.unitName}
            </p>
            {posting.pending && <PendingNote posting={posting} />}
            <p>{posting.rule}</p>
            {posting.factors.length > 0 && (
              <ul class={styles.factors}>
                {posting.factors.map((factor) => (
                  <li key={factor}>{factor}</li>
                ))}
              </ul>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}

function PendingNote({ posting }: { readonly posting: PostingView }) {
  const words = useWords();
  const { format } = useLanguage();
  return <p class={styles.pendingNote}>{words.pending(format.change(posting.qty, posting.scale))}</p>;
}
