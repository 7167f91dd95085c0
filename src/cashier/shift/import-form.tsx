import { useId, useState } from 'preact/hooks';
import type { UnsentImport } from '#bridge/cashier-transfer.ts';
import { isolated } from '#cashier/serve/isolated.ts';
import { useServices } from '#cashier/shell/services.ts';
import { useCall } from '#cashier/shell/use-call.ts';
import { useWords } from '#cashier/shell/words.ts';
import { asciiDigitsFrom } from '#i18n/digits.ts';
import type { ShiftWords } from '#i18n/topics/shift/en.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Refused } from './shift-door.tsx';
import styles from './shift-screen.module.css';

/** Takes another till's file with its code. */
export function ImportForm({ words, onDone }: { readonly words: ShiftWords; readonly onDone: () => void }) {
  const { format } = useWords();
  const { api } = useServices();
  const [file, setFile] = useState<File>();
  const [code, setCode] = useState('');
  const { busy, refusal, run } = useCall();
  const [taken, setTaken] = useState<UnsentImport>();
  const take = (from: File): void =>
    run(
      async () => api.importUnsent(new Uint8Array(await from.arrayBuffer()), asciiDigitsFrom(code)),
      setTaken,
    );
  if (taken !== undefined) {
    return (
      <div class={styles.door}>
        <Banner tone="good" live icon="check" title={words.transfer.taken(isolated(taken.tillName))}>
          {format.plural(taken.records, words.transfer.records)}. {words.transfer.takenText}
        </Banner>
        <Button kind="primary" size="l" wide onClick={onDone}>
          {words.transfer.done}
        </Button>
      </div>
    );
  }
  return (
    <form
      class={styles.door}
      onSubmit={(event) => {
        event.preventDefault();
        if (file !== undefined) take(file);
      }}
    >
      <FileField file={file} words={words} onFile={setFile} />
      <Field label={words.transfer.code} code value={code} onInput={setCode} />
      {refusal !== undefined && <Refused refusal={refusal} />}
      <Button
        kind="primary"
        size="l"
        type="submit"
        wide
        busy={busy}
        disabled={file === undefined || code.trim() === ''}
      >
        {words.transfer.take}
      </Button>
    </form>
  );
}

function FileField(props: {
  readonly file: File | undefined;
  readonly words: ShiftWords;
  readonly onFile: (file: File | undefined) => void;
}) {
  const id = useId();
  const { file, words, onFile } = props;
  return (
    <div class={styles.section}>
      <label class={styles.name} for={id}>
        {words.transfer.choose}
      </label>
      <input
        id={id}
        class={styles.file}
        type="file"
        onChange={(event) => onFile(event.currentTarget.files?.[0])}
      />
      {file !== undefined && <p class={styles.since}>{words.transfer.chosen(isolated(file.name))}</p>}
    </div>
  );
}
