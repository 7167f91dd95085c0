import { useState } from 'preact/hooks';
import type { LostTill } from '#bridge/cashier-api.ts';
import type { ConnectionView } from '#bridge/common-views.ts';
import { laterEnterJoining, laterJoinFlow } from '#cashier/adding/later-joining.ts';
import { LanguageChoice } from '#cashier/shell/language-choice.tsx';
import { useServices } from '#cashier/shell/services.ts';
import { useCall } from '#cashier/shell/use-call.ts';
import { useWords } from '#cashier/shell/words.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Icon } from '#ui/icon.tsx';
import { KeyLost } from './key-lost.tsx';
import { NotAdmitted } from './not-admitted.tsx';
import { PAIRING_CODE_LENGTH, pairingCodeFrom } from './pairing-code.ts';
import styles from './pair-screen.module.css';

export interface PairScreenProps {
  readonly connection: ConnectionView | undefined;
  /** It was a till. */
  readonly lost: LostTill | undefined;
}

/** The first thing a new till shows: a code of the operator's, which needs a connection once, or another till of the shop. */
export function PairScreen({ connection, lost }: PairScreenProps) {
  const { app } = useWords();
  const [alone, setAlone] = useState(false);
  if (alone) return <laterJoinFlow.Component onLeave={() => setAlone(false)} />;
  return (
    <div class={styles.pair}>
      <div class={styles.head}>
        <span class={styles.mark}>
          <Icon name="till" size="l" />
        </span>
        <h2 class={styles.title}>{app.terminal.unpaired}</h2>
        <p>{app.terminal.pairHint}</p>
      </div>
      {lost !== undefined &&
        (lost.notAdmitted === undefined ? <KeyLost lost={lost} /> : <NotAdmitted lost={lost} />)}
      {connection?.mode === 'offline' && !connection.syncing && <NoServer />}
      <PairForm />
      <laterEnterJoining.Component onEnter={() => setAlone(true)} />
      <p class={styles.command}>
        {app.terminal.codeFrom}
        <code dir="ltr">npm run admin -- terminal pair MERCHANT</code>
      </p>
      <LanguageChoice />
    </div>
  );
}

function NoServer() {
  const { refusals, app } = useWords();
  return (
    <Banner tone="warn" icon="offline" live title={refusalText(refusals, 'server_unreachable').headline}>
      {app.terminal.pairOffline}
    </Banner>
  );
}

function PairForm() {
  const { app, refusals } = useWords();
  const { api } = useServices();
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const { busy, refusal, run } = useCall();
  const [tried, setTried] = useState(false);
  const complete = code.length === PAIRING_CODE_LENGTH;
  const submit = (): void => {
    setTried(true);
    if (complete && name.trim() !== '') run(() => api.pair(code, name.trim()));
  };
  return (
    <form
      class={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field
        label={app.terminal.pairingCode}
        hint={app.terminal.codeShape}
        code
        value={code}
        onInput={(typed) => setCode(pairingCodeFrom(typed))}
        {...(tried && !complete ? { problem: app.terminal.codeIncomplete } : {})}
      />
      <Field
        label={app.terminal.tillName}
        value={name}
        onInput={setName}
        {...(tried && name.trim() === '' ? { problem: app.terminal.nameMissing } : {})}
      />
      {refusal !== undefined && (
        <Banner tone="bad" live title={refusalText(refusals, refusal.kind).headline}>
          {refusalText(refusals, refusal.kind).next}
        </Banner>
      )}
      <Button kind="primary" size="l" type="submit" wide busy={busy}>
        {app.terminal.pair}
      </Button>
    </form>
  );
}
