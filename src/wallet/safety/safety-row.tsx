import { wordLoaders } from '#i18n/topics/safety/load.ts';
import { ListRow } from '#ui/list-row.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet } from '#wallet/environment.ts';

/** The way to the safety screen, with how things stand. */
export function SafetyRow() {
  const { api } = useWallet();
  const words = useTopicWords(wordLoaders);
  const { view } = useView(() => api.safety(), ['device']);
  if (words === undefined) return null;
  const isSet = view.state === 'ready' && view.value.recoverySetAtMs !== undefined;
  return (
    <ListRow
      icon={isSet ? 'shield' : 'warning'}
      title={words.title}
      {...(view.state === 'ready' ? { detail: isSet ? words.rowSet : words.rowNotSet } : {})}
      href="/safety"
    />
  );
}
