import type { FileView } from '#bridge/common-views.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { Section } from '#wallet/screen.tsx';
import { FaultBanner } from './fault-banner.tsx';
import type { SafetyPart } from './safety-part.ts';
import { useFile } from './use-file.ts';
import { useTask } from './use-task.ts';

export function LedgerSection({ safety, words }: SafetyPart) {
  const { api } = useWallet();
  const task = useTask<FileView>();
  const [handed, give] = useFile();
  if (!safety.enrolled) return null;
  const save = async () => give(await task.run(() => api.exportLedger()));
  return (
    <Section title={words.ledger.title}>
      <p class={layout.soft}>{words.ledger.text}</p>
      {task.fault !== undefined && <FaultBanner kind={task.fault} />}
      {(handed === 'saved' || handed === 'shared') && <Banner tone="good" live title={words.ledger.saved} />}
      {handed === 'failed' && <FaultBanner kind="storage_failed" />}
      <Button icon="receipt" wide busy={task.busy} onClick={() => void save()}>
        {words.ledger.save}
      </Button>
    </Section>
  );
}
