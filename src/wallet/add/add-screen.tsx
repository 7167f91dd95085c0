import { useLocation } from 'preact-iso';
import { useEffect, useRef, useState } from 'preact/hooks';
import { answered } from '#bridge/answered.ts';
import type { OfferView } from '#bridge/wallet-catalogue.ts';
import type { CatalogueWords } from '#i18n/topics/catalogue/en.ts';
import { wordLoaders } from '#i18n/topics/catalogue/load.ts';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { OfferDetails, OfferHead } from '#wallet/details/offer-details.tsx';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { Screen } from '#wallet/screen.tsx';
import { useAddress } from '#wallet/use-address.ts';
import { type FileFault, FileRefused } from './file-refused.tsx';
import styles from './add.module.css';

/** Bytes; a definition has at most 256 KiB, its words and merchants a little more than nothing. */
const MAX_FILE_BYTES = 256 * 1024;

interface Checked {
  readonly input: string;
  readonly reading:
    | { readonly ok: true; readonly value: OfferView }
    | { readonly ok: false; readonly error: FileFault };
}

/** A programme from a file, a pasted text or a link of this app; what is behind the `#` of this page's address is one. */
export function AddScreen() {
  const words = useTopicWords(wordLoaders);
  const { locale } = useLanguage();
  const { api } = useWallet();
  const [checked, setChecked] = useState<Checked>();
  const turn = useRef(0);
  const check = async (input: string) => {
    const mine = ++turn.current;
    setChecked(undefined);
    const reading = await answered(api.readProgrammeFile(input, locale));
    if (mine === turn.current) setChecked({ input, reading });
  };
  const address = useAddress();
  useEffect(() => {
    if (new URL(address).hash.length > 1) void check(address);
  }, [address]);
  if (words === undefined) return null;
  return (
    <Screen title={words.addTitle} backHref="/catalogue" narrow>
      {checked === undefined || !checked.reading.ok ? (
        <Choosing
          words={words}
          onInput={(input) => void check(input)}
          {...(checked === undefined || checked.reading.ok ? {} : { refusal: checked.reading.error })}
          onRefused={(error) => setChecked({ input: '', reading: { ok: false, error } })}
        />
      ) : (
        <Preview words={words} checked={checked} onAnother={() => setChecked(undefined)} />
      )}
    </Screen>
  );
}

interface ChoosingProps {
  readonly words: CatalogueWords;
  readonly refusal?: FileFault;
  readonly onInput: (input: string) => void;
  readonly onRefused: (refusal: FileFault) => void;
}

function Choosing({ words, refusal, onInput, onRefused }: ChoosingProps) {
  const [text, setText] = useState('');
  const picker = useRef<HTMLInputElement>(null);
  const pick = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    // The same file, corrected meanwhile, is a change again.
    input.value = '';
    if (file === undefined) return;
    if (file.size > MAX_FILE_BYTES) return onRefused({ kind: 'too_large' });
    const content = await file.text().catch(() => undefined);
    if (content === undefined) return onRefused({ kind: 'internal' });
    onInput(content);
  };
  return (
    <div class={layout.stack}>
      <p>{words.addText}</p>
      <div class={styles.file}>
        {/* The browser's own button speaks the browser's language. */}
        <input
          ref={picker}
          type="file"
          accept=".json,application/json"
          hidden
          onChange={(event) => void pick(event.currentTarget)}
        />
        <Button icon="storage" wide onClick={() => picker.current?.click()}>
          {words.pickFile}
        </Button>
      </div>
      <form
        class={layout.stack}
        onSubmit={(event) => {
          event.preventDefault();
          onInput(text);
        }}
      >
        <Field label={words.pasteLabel} value={text} onInput={setText} code lines={4} />
        <Button kind="primary" type="submit">
          {words.check}
        </Button>
      </form>
      {refusal !== undefined && <FileRefused refusal={refusal} words={words} />}
    </div>
  );
}

interface PreviewProps {
  readonly words: CatalogueWords;
  readonly checked: Checked;
  readonly onAnother: () => void;
}

function Preview({ words, checked: { input, reading }, onAnother }: PreviewProps) {
  const { api, requestPersistence } = useWallet();
  const { route } = useLocation();
  const [refusal, setRefusal] = useState<FileFault>();
  if (!reading.ok) return null;
  const view = reading.value;
  const keep = async () => {
    const added = await answered(api.addProgrammeFile(input));
    if (!added.ok) return setRefusal(added.error);
    requestPersistence();
    route(`/catalogue/${added.value}`);
  };
  return (
    <div class={layout.stack}>
      <h2>{view.offer.look.name}</h2>
      <OfferHead offer={view.offer} words={words}>
        <Button kind="onColour" size="l" icon="plus" wide onClick={() => void keep()}>
          {words.keep}
        </Button>
      </OfferHead>
      {refusal !== undefined && <FileRefused refusal={refusal} words={words} />}
      <OfferDetails view={view} words={words} />
      <Button onClick={onAnother}>{words.another}</Button>
    </div>
  );
}
