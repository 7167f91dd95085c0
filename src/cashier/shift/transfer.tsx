import { useState } from 'preact/hooks';
import type { UnsentExport } from '#bridge/cashier-transfer.ts';
import { useServices } from '#cashier/shell/services.ts';
import { useCall } from '#cashier/shell/use-call.ts';
import { saveFile } from '#ui/save-file.ts';
import { useWords } from '#cashier/shell/words.ts';
import type { ShiftWords } from '#i18n/topics/shift/en.ts';
import { Button } from '#ui/button.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useView } from '#ui/use-view.ts';
import { ImportForm } from './import-form.tsx';
import { Refused } from './shift-door.tsx';
import styles from './shift-screen.module.css';

/** Unsent records leave in a file that only its code opens, and come in from another till's. */
export function Transfer({ words }: { readonly words: ShiftWords }) {
  const { format } = useWords();
  const { api } = useServices();
  const { view } = useView(() => api.relayed(), ['sales', 'connection']);
  const [taking, setTaking] = useState(false);
  const carried = view.state === 'ready' ? view.value.unsent : 0;
  return (
    <section class={`${styles.section} ${styles.paperless}`}>
      <h2 class={styles.heading}>{words.transfer.title}</h2>
      <p class={styles.since}>{words.transfer.text}</p>
      {carried > 0 && (
        <p>
          {words.transfer.waiting} · {format.plural(carried, words.transfer.records)}
        </p>
      )}
      <ExportUnsent words={words} />
      <Button size="l" wide icon="plus" onClick={() => setTaking(true)}>
        {words.transfer.import}
      </Button>
      <Sheet open={taking} title={words.transfer.import} onClose={() => setTaking(false)}>
        {taking && <ImportForm words={words} onDone={() => setTaking(false)} />}
      </Sheet>
    </section>
  );
}

/** Saves the file and shows its code, this once. */
export function ExportUnsent({ words }: { readonly words: ShiftWords }) {
  const { format } = useWords();
  const { api } = useServices();
  const [made, setMade] = useState<UnsentExport>();
  const { busy, refusal, run } = useCall();
  const save = (): void =>
    run(
      () => api.exportUnsent(),
      (file) => {
        saveFile(file.fileName, file.file, 'application/octet-stream');
        setMade(file);
      },
    );
  return (
    <>
      {refusal !== undefined && <Refused refusal={refusal} />}
      <Button size="l" wide icon="install" busy={busy} onClick={save}>
        {words.transfer.export}
      </Button>
      <Sheet open={made !== undefined} title={words.transfer.codeTitle} onClose={() => setMade(undefined)}>
        {made !== undefined && (
          <div class={styles.door}>
            <output class={styles.code} dir="ltr">
              {made.code}
            </output>
            <p>
              <strong>{words.transfer.codeText}</strong>
            </p>
            <p>
              {made.fileName} · {format.plural(made.records, words.transfer.records)}
            </p>
            <p class={styles.since}>{words.transfer.saved}</p>
            <Button kind="primary" size="l" wide onClick={() => setMade(undefined)}>
              {words.transfer.done}
            </Button>
          </div>
        )}
      </Sheet>
    </>
  );
}
