import { useRef, useState } from 'preact/hooks';
import type { RestoredView } from '#bridge/wallet-safety.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { useLanguage } from '#ui/language.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import type { SheetOf } from './backup-sheet.tsx';
import { FaultBanner } from './fault-banner.tsx';
import { useTask } from './use-task.ts';

export function RestoreSheet({ words, onClose }: SheetOf) {
  const { api } = useWallet();
  const { format } = useLanguage();
  const [file, setFile] = useState<File>();
  const [secret, setSecret] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const task = useTask<RestoredView>();
  const restore = async () => {
    if (file === undefined) return input.current?.click();
    await task.run(async () => api.restoreBackup(new Uint8Array(await file.arrayBuffer()), secret));
  };
  return (
    <Sheet open title={words.backup.restore} onClose={onClose}>
      <form
        class={layout.stack}
        onSubmit={(event) => {
          event.preventDefault();
          void restore();
        }}
      >
        <p>{words.backup.restoreText}</p>
        <input
          ref={input}
          type="file"
          hidden
          tabIndex={-1}
          aria-hidden={true}
          onChange={(event) => setFile(event.currentTarget.files?.[0])}
        />
        <Button icon="storage" wide onClick={() => input.current?.click()}>
          {file === undefined ? words.backup.choose : <bdi>{file.name}</bdi>}
        </Button>
        <Field label={words.backup.secret} value={secret} required onInput={setSecret} />
        {task.fault !== undefined && <FaultBanner kind={task.fault} />}
        {task.result !== undefined && (
          <Banner tone="good" live title={words.backup.restored(format.integer(task.result.receipts))}>
            {task.result.known > 0 && words.backup.known(format.integer(task.result.known))}
          </Banner>
        )}
        <Button kind="primary" size="l" type="submit" wide busy={task.busy}>
          {words.backup.open}
        </Button>
      </form>
    </Sheet>
  );
}
