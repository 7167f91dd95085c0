import { wordLoaders } from '#i18n/topics/inbox/load.ts';
import { useLanguage } from '#ui/language.tsx';
import { ListRow } from '#ui/list-row.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet } from '#wallet/environment.ts';

/** The way to the inbox, with how much waits there. */
export function InboxRow() {
  const { api } = useWallet();
  const { format } = useLanguage();
  const words = useTopicWords(wordLoaders);
  const { view } = useView(() => api.unreadCards(), ['inbox', 'activity']);
  if (words === undefined) return null;
  const unread = view.state === 'ready' ? view.value : 0;
  return (
    <ListRow
      icon="info"
      title={words.title}
      detail={unread === 0 ? words.none : words.unread(format.integer(unread))}
      href="/inbox"
    />
  );
}
