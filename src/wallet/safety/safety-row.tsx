import { wordLoaders as passkeyWords } from '#i18n/topics/passkey/load.ts';
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
  const passkey = useTopicWords(passkeyWords);
  const safety = view.state === 'ready' ? view.value : undefined;
  const hasCode = safety?.recoverySetAtMs !== undefined;
  const hasPasskey = safety?.passkeySetAtMs !== undefined;
  if (words === undefined) return null;
  const detail = hasCode ? words.rowSet : hasPasskey ? passkey?.recovery.row : words.rowNotSet;
  return (
    <ListRow
      icon={hasCode || hasPasskey ? 'shield' : 'warning'}
      title={words.title}
      {...(safety === undefined || detail === undefined ? {} : { detail })}
      href="/safety"
    />
  );
}
