import { useState } from 'preact/hooks';
import type { FileView } from '#bridge/common-views.ts';
import type { SafetyWords } from '#i18n/topics/safety/en.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { FaultBanner } from './fault-banner.tsx';
import { useFile } from './use-file.ts';
import { useTask } from './use-task.ts';

export interface SheetOf {
  readonly words: SafetyWords;
  readonly onClose: () => void;
}

export function BackupSheet({ words, onClose }: SheetOf) {
  const { api } = useWallet();
  const [code, setCode] = useState('');
  const [passphrase, setPassphrase] = useState('');
  const task = useTask<FileView>();
  const [handed, give] = useFile();
  const save = async () => {
    const order = { ...(code === '' ? {} : { code }), ...(passphrase === '' ? {} : { passphrase }) };
    await give(await task.run(() => api.makeBackup(order)));
  };
  return (
    <Sheet open title={words.backup.make} onClose={onClose}>
      <form
        class={layout.stack}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <p>{words.backup.makeText}</p>
        <Field label={words.backup.code} value={code} code hint={words.recover.codeHint} onInput={setCode} />
        <Field
          label={words.backup.passphrase}
          value={passphrase}
          hint={words.backup.passphraseHint}
          onInput={setPassphrase}
        />
        {task.fault !== undefined && <FaultBanner kind={task.fault} />}
        {(handed === 'saved' || handed === 'shared') && (
          <Banner tone="good" live title={words.backup.saved} />
        )}
        {handed === 'failed' && <FaultBanner kind="storage_failed" />}
        <Button kind="primary" size="l" type="submit" icon="install" wide busy={task.busy}>
          {words.backup.save}
        </Button>
      </form>
    </Sheet>
  );
}
