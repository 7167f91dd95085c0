import { useEffect } from 'preact/hooks';
import type { InboxCard } from '#bridge/wallet-inbox.ts';
import type { InboxWords } from '#i18n/topics/inbox/en.ts';
import { wordLoaders } from '#i18n/topics/inbox/load.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { Loaded, Screen } from '#wallet/screen.tsx';
import { CardView } from './card-view.tsx';

/** What did not count and what was done elsewhere. What is shown here has been seen, and says so the next time. */
export function InboxScreen() {
  const { api } = useWallet();
  const { locale } = useLanguage();
  const words = useTopicWords(wordLoaders);
  const live = useView(() => api.inbox(locale), ['activity', 'programmes', 'device'], [locale]);
  return (
    <Screen title={words?.title ?? ''} backHref="/me" narrow>
      <Loaded live={live} shapes={['ticket', 'ticket']}>
        {(cards) => words !== undefined && <Cards cards={cards} words={words} />}
      </Loaded>
    </Screen>
  );
}

function Cards({ cards, words }: { readonly cards: readonly InboxCard[]; readonly words: InboxWords }) {
  const { api } = useWallet();
  useEffect(() => {
    const unread = cards.filter(({ read }) => !read).map(({ id }) => id);
    if (unread.length > 0) void api.markRead(unread);
  }, [api, cards]);
  if (cards.length === 0) {
    return (
      <EmptyState icon="check" title={words.none}>
        {words.noneText}
      </EmptyState>
    );
  }
  return (
    <ul class={layout.stack}>
      {cards.map((card) => (
        <li key={card.id}>
          <CardView card={card} words={words} />
        </li>
      ))}
    </ul>
  );
}
