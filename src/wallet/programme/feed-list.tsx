import type { FeedView } from '#bridge/wallet-programme.ts';
import { useLanguage } from '#ui/language.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import { Section } from '#wallet/screen.tsx';
import { useProgrammeWords } from './use-programme-words.ts';

/** News that fit this member, the most fitting first. */
export function FeedList({ feed }: { readonly feed: readonly FeedView[] }) {
  const words = useProgrammeWords();
  const { format } = useLanguage();
  if (feed.length === 0) return null;
  return (
    <Section title={words.feed}>
      <RowList>
        {feed.map(({ id, title, untilMs }) => (
          <li key={id}>
            <ListRow icon="star" title={title} detail={words.untilDay(format.day(untilMs))} />
          </li>
        ))}
      </RowList>
    </Section>
  );
}
