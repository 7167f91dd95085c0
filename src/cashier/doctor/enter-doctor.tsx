import { DETAILS, hrefOfDetail } from '#cashier/shell/route.ts';
import { wordLoaders } from '#i18n/topics/doctor/load.ts';
import { ListRow, RowList } from '#ui/list-row.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';

/** The way to the self-test. */
export function EnterDoctor() {
  const words = useTopicWords(wordLoaders);
  if (words === undefined) return null;
  return (
    <RowList>
      <li>
        <ListRow icon="check" title={words.title} detail={words.lead} href={hrefOfDetail(DETAILS.check)} />
      </li>
    </RowList>
  );
}
