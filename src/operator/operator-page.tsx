import { useState } from 'preact/hooks';
import type { Result } from '#base/result.ts';
import type { Format } from '#i18n/format.ts';
import type { OperatorWords } from '#i18n/topics/operator/en.ts';
import { Button } from '#ui/button.tsx';
import type { OperatorClient, OperatorFault } from './operator-client.ts';
import { Offers } from './offers.tsx';
import { Tables } from './tables.tsx';
import { useParts } from './use-parts.ts';
import styles from './operator.module.css';

export interface OperatorPageProps {
  readonly words: OperatorWords;
  readonly format: Format;
  readonly openKey: (text: string) => Promise<Result<OperatorClient, OperatorFault>>;
}

/** Without these there is nothing to show; any other fault is one part's own. */
const KEEPS_OUT: ReadonlySet<OperatorFault['kind']> = new Set(['not_enrolled', 'unreachable']);

/** Sign in with the key file; then figures until the page is left. */
export function OperatorPage({ words, format, openKey }: OperatorPageProps) {
  const [client, setClient] = useState<OperatorClient>();
  const [fault, setFault] = useState<OperatorFault['kind']>();
  const [busy, setBusy] = useState(false);
  const [round, setRound] = useState(0);
  const { parts, load, loadOthers, forget, watchLeaving } = useParts();
  const loadAll = async (from: OperatorClient, onEntered: () => void) => {
    // Whoever has left is asked for nothing more, nor told of it.
    const hasLeft = watchLeaving();
    setBusy(true);
    const first = await load(from, 'offers');
    if (hasLeft()) return;
    const isOut = !first.ok && KEEPS_OUT.has(first.error.kind);
    setFault(!first.ok && isOut ? first.error.kind : undefined);
    if (!isOut) {
      onEntered();
      setRound((before) => before + 1);
      await loadOthers(from);
    }
    if (!hasLeft()) setBusy(false);
  };
  const signIn = async (file: File | undefined) => {
    if (file === undefined) return;
    const opened = await openKey(await file.text());
    if (opened.ok) await loadAll(opened.value, () => setClient(opened.value));
    else setFault(opened.error.kind);
  };
  const leave = () => {
    setClient(undefined);
    setFault(undefined);
    setBusy(false);
    forget();
  };
  const name = parts.offers.reply?.operator ?? parts.terminals.reply?.operator;
  return (
    <main class={styles.page}>
      <header class={styles.head}>
        <h1>{words.title}</h1>
        {client === undefined ? null : (
          <div class={styles.actions}>
            {name === undefined ? null : <span>{words.signedInAs(name)}</span>}
            <Button busy={busy} onClick={() => void loadAll(client, () => undefined)}>
              {words.refresh}
            </Button>
            <Button onClick={leave}>{words.leave}</Button>
          </div>
        )}
      </header>
      <p role="status" class={styles.fault}>
        {fault === undefined ? '' : words.faults[fault]}
      </p>
      {client === undefined ? (
        <SignIn words={words} busy={busy} onFile={(file) => void signIn(file)} />
      ) : (
        <div class={styles.grid}>
          <Offers
            words={words}
            format={format}
            client={client}
            offers={parts.offers}
            round={round}
            onRetry={() => void load(client, 'offers')}
          />
          <Tables words={words} format={format} parts={parts} onRetry={(part) => void load(client, part)} />
        </div>
      )}
    </main>
  );
}

interface SignInProps extends Pick<OperatorPageProps, 'words'> {
  readonly busy: boolean;
  readonly onFile: (file: File | undefined) => void;
}

function SignIn({ words, busy, onFile }: SignInProps) {
  return (
    <section class={styles.card}>
      <p>{words.lead}</p>
      <label class={styles.file}>
        <span>{words.keyFile}</span>
        <input
          type="file"
          accept=".jwk,.json,application/json"
          disabled={busy}
          onChange={({ currentTarget: input }) => {
            onFile(input.files?.[0]);
            // Else the same file, chosen again after a fault, would be no change.
            input.value = '';
          }}
        />
      </label>
    </section>
  );
}
