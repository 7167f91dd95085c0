import type { LostTill } from '#bridge/cashier-api.ts';
import { isolated } from '#cashier/serve/isolated.ts';
import { ExportUnsent } from '#cashier/shift/transfer.tsx';
import { useWords } from '#cashier/shell/words.ts';
import { wordLoaders } from '#i18n/topics/shift/load.ts';
import { Banner } from '#ui/banner.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';

/** What happened, that nothing is lost, and two ways on. */
export function KeyLost({ lost }: { readonly lost: LostTill }) {
  const { format } = useWords();
  const words = useTopicWords(wordLoaders);
  if (words === undefined) return null;
  return (
    <>
      <Banner tone="warn" icon="shield" live title={words.lost.title(isolated(lost.tillName))}>
        <p>{words.lost.text}</p>
        {lost.unsent > 0 && <p>{words.lost.unsent(format.integer(lost.unsent))}</p>}
      </Banner>
      {lost.unsent > 0 && <ExportUnsent words={words} />}
    </>
  );
}
