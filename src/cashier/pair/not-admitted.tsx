import { useState } from 'preact/hooks';
import type { LostTill } from '#bridge/cashier-api.ts';
import { isolated } from '#cashier/serve/isolated.ts';
import { useServices } from '#cashier/shell/services.ts';
import { useWords } from '#cashier/shell/words.ts';
import { ExportUnsent } from '#cashier/shift/transfer.tsx';
import { wordLoaders } from '#i18n/topics/not-admitted/load.ts';
import { wordLoaders as shiftLoaders } from '#i18n/topics/shift/load.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';

/** The server does not take in a till that another one has added: what happened, what is kept, and the ways on. */
export function NotAdmitted({ lost }: { readonly lost: LostTill }) {
  const { format } = useWords();
  const { api } = useServices();
  const words = useTopicWords(wordLoaders);
  const shift = useTopicWords(shiftLoaders);
  const [asking, setAsking] = useState(false);
  if (words === undefined || shift === undefined) return null;
  const reasons: Readonly<Record<string, { readonly headline: string; readonly next: string }>> =
    words.reasons;
  const reason = reasons[lost.notAdmitted ?? ''] ?? words.reasons.serial_unregistered;
  const ask = async (): Promise<void> => {
    setAsking(true);
    await api.syncNow();
    setAsking(false);
  };
  return (
    <>
      <Banner tone="bad" live title={words.title(isolated(lost.tillName))}>
        <p>
          <strong>{reason.headline}.</strong> {reason.next}
        </p>
        <p>{lost.unsent > 0 ? words.kept(format.integer(lost.unsent)) : words.nothing}</p>
      </Banner>
      <Button size="l" wide icon="sync" busy={asking} onClick={() => void ask()}>
        {words.again}
      </Button>
      {lost.unsent > 0 && <ExportUnsent words={shift} />}
    </>
  );
}
