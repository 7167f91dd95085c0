import { refusalText } from '#i18n/refusal-kinds.ts';
import { Banner } from '#ui/banner.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useProgrammeWords } from './use-programme-words.ts';
import type { StatementProgress } from './use-statement.ts';

/** What came of a statement; nothing while it has not been made. */
export function StatementAnswer({
  progress,
  doneTitle,
}: {
  readonly progress: StatementProgress;
  readonly doneTitle: string;
}) {
  const words = useProgrammeWords();
  const { refusals } = useLanguage();
  if (progress.phase === 'done') {
    return (
      <Banner tone="good" live title={doneTitle}>
        {words.claimDoneHint}
      </Banner>
    );
  }
  if (progress.phase !== 'refused') return null;
  const text = refusalText(refusals, progress.kind);
  return (
    <Banner tone="warn" live title={text.headline}>
      {text.next}
    </Banner>
  );
}
