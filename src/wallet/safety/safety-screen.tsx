import { wordLoaders } from '#i18n/topics/safety/load.ts';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { Loaded, Screen } from '#wallet/screen.tsx';
import { BackupSection } from './backup-section.tsx';
import { LedgerSection } from './ledger-section.tsx';
import { PasskeySection } from './passkey-section.tsx';
import { RecoverySection } from './recovery-section.tsx';
import { StorageSection } from './storage-section.tsx';

/** Everything that keeps a person's things when the phone is gone. */
export function SafetyScreen() {
  const { api } = useWallet();
  const words = useTopicWords(wordLoaders);
  const live = useView(() => api.safety(), ['device', 'connection', 'activity']);
  return (
    <Screen title={words?.title ?? ''} backHref="/me" narrow>
      <Loaded live={live} shapes={['row', 'row', 'row']}>
        {(safety) =>
          words !== undefined && (
            <div class={layout.column}>
              <RecoverySection safety={safety} words={words} />
              <PasskeySection safety={safety} />
              <BackupSection safety={safety} words={words} />
              <LedgerSection safety={safety} words={words} />
              <StorageSection safety={safety} words={words} />
            </div>
          )
        }
      </Loaded>
    </Screen>
  );
}
