import { wordLoaders } from '#i18n/topics/pay/load.ts';
import { useLanguage } from '#ui/language.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet } from '#wallet/environment.ts';
import { Section } from '#wallet/screen.tsx';

/** What may be spent without a signal, and why it is nothing when it is. */
export function SpendingSection() {
  const words = useTopicWords(wordLoaders);
  const { api } = useWallet();
  const { locale, format } = useLanguage();
  const { view } = useView(() => api.spending(locale), ['device', 'activity', 'programmes']);
  if (words === undefined || view.state !== 'ready') return null;
  const { left, perPayment, untilMs, why } = view.value;
  const until = untilMs === undefined ? '' : ` · ${words.spending.until(format.day(untilMs))}`;
  return (
    <Section title={words.spending.title}>
      <RowList>
        <li>
          <ListRow
            icon={why === undefined ? 'star' : 'warning'}
            title={words.spending.left(format.integer(left))}
            detail={
              why === undefined
                ? words.spending.perPayment(format.integer(perPayment)) + until
                : words.spending.why[why]
            }
          />
        </li>
      </RowList>
    </Section>
  );
}
