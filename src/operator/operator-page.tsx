import { useState } from 'preact/hooks';
import type { OperatorReply } from '#api/operator.ts';
import type { Result } from '#base/result.ts';
import type { Format } from '#i18n/format.ts';
import type { OperatorWords } from '#i18n/topics/operator/en.ts';
import { Button } from '#ui/button.tsx';
import type { OperatorClient, OperatorFault } from './operator-client.ts';
import { Offers } from './offers.tsx';
import { Tables } from './tables.tsx';
import styles from './operator.module.css';

export interface OperatorPageProps {
  readonly words: OperatorWords;
  readonly format: Format;
  readonly openKey: (text: string) => Promise<Result<OperatorClient, OperatorFault>>;
}

const DAYS = 28;

/** Sign in with the key file; then figures until the page is left. */
export function OperatorPage({ words, format, openKey }: OperatorPageProps) {
  const [client, setClient] = useState<OperatorClient>();
  const [reply, setReply] = useState<OperatorReply>();
  const [fault, setFault] = useState<OperatorFault['kind']>();
  const [busy, setBusy] = useState(false);
  const load = async (from: OperatorClient) => {
    setBusy(true);
    const answer = await from.overview(DAYS);
    setBusy(false);
    setFault(answer.ok ? undefined : answer.error.kind);
    if (!answer.ok) return;
    setClient(from);
    setReply(answer.value);
  };
  const signIn = async (file: File | undefined) => {
    if (file === undefined) return;
    const opened = await openKey(await file.text());
    if (opened.ok) await load(opened.value);
    else setFault(opened.error.kind);
  };
  const leave = () => {
    setClient(undefined);
    setReply(undefined);
  };
  return (
    <main class={styles.page}>
      <header class={styles.head}>
        <h1>{words.title}</h1>
        {reply === undefined || client === undefined ? null : (
          <div class={styles.actions}>
            <span>{words.signedInAs(reply.operator)}</span>
            <Button busy={busy} onClick={() => void load(client)}>
              {words.refresh}
            </Button>
            <Button onClick={leave}>{words.leave}</Button>
          </div>
        )}
      </header>
      <p role="status" class={styles.fault}>
        {fault === undefined ? '' : words.faults[fault]}
      </p>
      {reply === undefined ? (
        <section class={styles.card}>
          <p>{words.lead}</p>
          <label class={styles.file}>
            <span>{words.keyFile}</span>
            <input
              type="file"
              accept=".jwk,.json,application/json"
              disabled={busy}
              onChange={(event) => void signIn(event.currentTarget.files?.[0])}
            />
          </label>
        </section>
      ) : (
        <div class={styles.grid}>
          <Offers words={words} format={format} reply={reply} days={DAYS} />
          <Tables words={words} format={format} reply={reply} />
        </div>
      )}
    </main>
  );
}
