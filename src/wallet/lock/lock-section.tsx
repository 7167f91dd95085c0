import { useState } from 'preact/hooks';
import { wordLoaders } from '#i18n/topics/lock/load.ts';
import { wordLoaders as passkeyWords } from '#i18n/topics/passkey/load.ts';
import { Button } from '#ui/button.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet } from '#wallet/environment.ts';
import { usePasskeys } from '#wallet/passkey/use-passkeys.ts';
import { Section } from '#wallet/screen.tsx';
import { type LockChange, LockSheet } from './lock-sheet.tsx';

/** The lock over spending: what opens it, and how to change that. */
export function LockSection() {
  const words = useTopicWords(wordLoaders);
  const passkey = useTopicWords(passkeyWords);
  const { api } = useWallet();
  const live = useView(() => api.lock(), ['device']);
  const here = usePasskeys();
  const [change, setChange] = useState<LockChange>();
  const [shown, setShown] = useState<LockChange>('set-pin');
  if (words === undefined || passkey === undefined || live.view.state !== 'ready') return null;
  const lock = live.view.value;
  const titles: Readonly<Record<LockChange, string>> = {
    'set-pin': words.set,
    'remove-pin': words.remove,
    'set-passkey': passkey.lock.set,
    'remove-passkey': passkey.lock.remove,
  };
  const start = (wanted: LockChange) => {
    // Whether it is open may have changed since this screen was drawn.
    live.reload();
    setShown(wanted);
    setChange(wanted);
  };
  const means = [...(lock.passkey ? [passkey.lock.means] : []), ...(lock.pin ? [passkey.lock.pin] : [])];
  const pinChange = lock.pin ? 'remove-pin' : 'set-pin';
  const passkeyChange = lock.passkey ? 'remove-passkey' : 'set-passkey';
  return (
    <Section title={words.title}>
      <RowList>
        <li>
          <ListRow
            icon="shield"
            title={lock.on ? words.on : words.off}
            detail={[...means, words.hint].join(' · ')}
          />
        </li>
      </RowList>
      <div data-lock-open={pinChange}>
        <Button icon={lock.pin ? 'unlink' : 'keyboard'} wide onClick={() => start(pinChange)}>
          {titles[pinChange]}
        </Button>
      </div>
      {(lock.passkey || here?.canMake === true) && (
        <div data-lock-open={passkeyChange}>
          <Button icon={lock.passkey ? 'unlink' : 'shield'} wide onClick={() => start(passkeyChange)}>
            {titles[passkeyChange]}
          </Button>
        </div>
      )}
      <Sheet open={change !== undefined} title={titles[shown]} onClose={() => setChange(undefined)}>
        {change !== undefined && here !== undefined && (
          <LockSheet
            change={change}
            lock={lock}
            here={here}
            words={words}
            passkey={passkey}
            onOpened={live.reload}
            onDone={() => setChange(undefined)}
          />
        )}
      </Sheet>
    </Section>
  );
}
