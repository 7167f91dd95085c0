import { useState } from 'preact/hooks';
import type { FileView } from '#bridge/common-views.ts';
import { useLanguage } from '#ui/language.tsx';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import { useWallet } from '#wallet/environment.ts';
import { Section } from '#wallet/screen.tsx';
import type { SafetyPart } from './safety-part.ts';
import { useFile } from './use-file.ts';
import { useTask } from './use-task.ts';

/** From here on saving may soon fail. */
const NEARLY_FULL = 0.9;

export function StorageSection({ safety, words }: SafetyPart) {
  const { requestPersistence, installByHand } = useWallet();
  const [asked, setAsked] = useState(false);
  const { persisted, usageBytes, quotaBytes } = safety.storage;
  const kept = persisted === true;
  const full = usageBytes !== undefined && quotaBytes !== undefined && usageBytes > quotaBytes * NEARLY_FULL;
  return (
    <Section title={words.storage.title}>
      {full && (
        <Banner tone="bad" title={words.storage.nearlyFull}>
          {words.storage.nearlyFullText}
        </Banner>
      )}
      {safety.setAside > 0 && <SetAside safety={safety} words={words} />}
      {installByHand && (
        <Banner tone="warn" icon="install" title={words.storage.tab}>
          {words.storage.tabText}
        </Banner>
      )}
      <RowList>
        <li>
          <ListRow
            icon={kept ? 'check' : 'warning'}
            title={kept ? words.storage.kept : words.storage.atRisk}
            {...(kept ? {} : { detail: words.storage.atRiskText })}
          />
        </li>
      </RowList>
      {asked && !kept && <Banner tone="info" live title={words.storage.asked} />}
      {!kept && (
        <Button
          icon="shield"
          wide
          onClick={() => {
            requestPersistence();
            setAsked(true);
          }}
        >
          {words.storage.ask}
        </Button>
      )}
    </Section>
  );
}

/** Records that the disk has spoilt: the rest goes on, and what is left of them can be saved. */
function SetAside({ safety, words }: SafetyPart) {
  const { api } = useWallet();
  const { format } = useLanguage();
  const task = useTask<FileView>();
  const [handed, give] = useFile();
  const save = async () => give(await task.run(() => api.exportSetAside()));
  return (
    <Banner
      tone="warn"
      title={words.storage.setAside(format.integer(safety.setAside))}
      actions={
        <Button busy={task.busy} onClick={() => void save()}>
          {words.storage.saveSetAside}
        </Button>
      }
    >
      {handed === 'saved' || handed === 'shared' ? words.ledger.saved : words.storage.setAsideText}
    </Banner>
  );
}
