import type { ActivityEntry } from '#bridge/wallet-api.ts';
import { wordLoaders } from '#i18n/topics/undo/load.ts';
import { ResultCard } from '#ui/result-card.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { PostingList } from '#wallet/why/posting-list.tsx';
import { useWords } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';

/** A till has taken a purchase of this wallet back. */
export function Undone({ entry }: { readonly entry: ActivityEntry }) {
  const words = useTopicWords(wordLoaders);
  const { scan } = useWords();
  if (words === undefined) return null;
  const whole = entry.undo?.whole !== false;
  return (
    <>
      <ResultCard
        kind="info"
        headline={whole ? words.wallet.doneWhole : words.wallet.donePart}
        words={entry.merchantName}
      />
      <p>{words.wallet.text}</p>
      <PostingList postings={entry.postings} />
      {entry.state.kind === 'saved' && <p class={layout.soft}>{scan.pendingNote}</p>}
    </>
  );
}
