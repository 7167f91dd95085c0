import { useState } from 'preact/hooks';
import { Button } from '#ui/button.tsx';
import { useLanguage } from '#ui/language.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import layout from '#wallet/layout.module.css';
import { Section } from '#wallet/screen.tsx';
import { BackupSheet } from './backup-sheet.tsx';
import { RestoreSheet } from './restore-sheet.tsx';
import type { SafetyPart } from './safety-part.ts';

export function BackupSection({ safety, words }: SafetyPart) {
  const [open, setOpen] = useState<'make' | 'restore'>();
  const close = () => setOpen(undefined);
  return (
    <Section title={words.backup.title}>
      <p class={layout.soft}>{words.backup.text}</p>
      <RowList>
        <li>
          <LastFile safety={safety} words={words} />
        </li>
      </RowList>
      <div class={layout.stack}>
        {safety.enrolled && (
          <Button icon="storage" wide onClick={() => setOpen('make')}>
            {words.backup.make}
          </Button>
        )}
        <Button kind="plain" icon="install" wide onClick={() => setOpen('restore')}>
          {words.backup.restore}
        </Button>
      </div>
      {open === 'make' && <BackupSheet words={words} onClose={close} />}
      {open === 'restore' && <RestoreSheet words={words} onClose={close} />}
    </Section>
  );
}

function LastFile({ safety: { backup }, words }: SafetyPart) {
  const { format } = useLanguage();
  if (backup === undefined) return <ListRow icon="storage" title={words.backup.never} />;
  const { madeAtMs, newReceipts } = backup;
  return (
    <ListRow
      icon="storage"
      title={words.backup.made(format.day(madeAtMs))}
      {...(newReceipts === 0 ? {} : { detail: words.backup.fresh(format.integer(newReceipts)) })}
    />
  );
}
