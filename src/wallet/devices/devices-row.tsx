import { wordLoaders } from '#i18n/topics/devices/load.ts';
import { useLanguage } from '#ui/language.tsx';
import { ListRow } from '#ui/list-row.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet } from '#wallet/environment.ts';

/** The way to the list of devices, with how many there are. */
export function DevicesRow() {
  const { api } = useWallet();
  const { format } = useLanguage();
  const words = useTopicWords(wordLoaders);
  const { view } = useView(() => api.ownDevices(), ['device']);
  if (words === undefined) return null;
  const used =
    view.state === 'ready' ? view.value.devices.filter(({ removedAtMs }) => removedAtMs === undefined) : [];
  return (
    <ListRow
      icon="qr"
      title={words.title}
      detail={used.length > 1 ? words.rowMany(format.integer(used.length)) : words.rowOne}
      href="/devices"
    />
  );
}
