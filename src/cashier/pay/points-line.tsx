import type { TillRecord } from '#bridge/till-record.ts';
import { useWords } from '#cashier/shell/words.ts';
import { wordLoaders } from '#i18n/topics/till-pay/load.ts';
import { useTopicWords } from '#ui/use-topic-words.ts';

/** How many points a payment took, or gives back. */
export function PointsLine({ record: { kind, points = 0 } }: { readonly record: TillRecord }) {
  const { format } = useWords();
  const words = useTopicWords(wordLoaders);
  if (words === undefined) return null;
  return (
    <p>
      {kind === 'undo' ? words.voided : words.paid} · <bdi>{words.points(format.integer(points))}</bdi>
    </p>
  );
}
