import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { RecoveredView } from '#bridge/wallet-safety.ts';
import type { PasskeyWords } from '#i18n/topics/passkey/en.ts';
import type { SafetyWords } from '#i18n/topics/safety/en.ts';
import { wordLoaders as deviceWords } from '#i18n/topics/devices/load.ts';
import { wordLoaders as passkeyWords } from '#i18n/topics/passkey/load.ts';
import { wordLoaders } from '#i18n/topics/safety/load.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Segmented } from '#ui/choice.tsx';
import { Field } from '#ui/field.tsx';
import { useLanguage } from '#ui/language.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import { ResultCard } from '#ui/result-card.tsx';
import { ScannerView } from '#ui/scanner-view.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { PasskeyFault } from '#wallet/passkey/passkey-fault.tsx';
import { recoverByPasskey } from '#wallet/passkey/recovery-ceremonies.ts';
import { usePasskeys } from '#wallet/passkey/use-passkeys.ts';
import { Screen, Section } from '#wallet/screen.tsx';
import { type Task, useTask } from './use-task.ts';

/** "I had Tessera before": the code on paper makes this phone the member's. */
export function RecoverScreen() {
  const words = useTopicWords(wordLoaders);
  const task = useTask<RecoveredView>();
  const [old, setOld] = useState<OldPhone>('lost');
  return (
    <Screen title={words?.recover.title ?? ''} backHref="/" narrow>
      {words !== undefined &&
        (task.result === undefined ? (
          <RecoverForm words={words} task={task} old={old} onOld={setOld} />
        ) : (
          <Recovered words={words} recovered={task.result} old={old} />
        ))}
    </Screen>
  );
}

type OldPhone = 'lost' | 'keep';

interface RecoverFormProps {
  readonly words: SafetyWords;
  readonly task: Task<RecoveredView>;
  readonly old: OldPhone;
  readonly onOld: (old: OldPhone) => void;
}

function RecoverForm({ words, task, old, onOld }: RecoverFormProps) {
  const { api, openScanner, inputs, requestPersistence } = useWallet();
  const [code, setCode] = useState('');
  const [scanning, setScanning] = useState(false);
  const passkey = useTopicWords(passkeyWords);
  const start = () => {
    requestPersistence();
    void task.run(() => api.recover({ code, keepOthers: old === 'keep' }));
  };
  return (
    <form
      class={layout.stack}
      onSubmit={(event) => {
        event.preventDefault();
        start();
      }}
    >
      <OtherPhone />
      <p>{words.recover.text}</p>
      <Field
        label={words.recover.code}
        value={code}
        code
        required
        lines={2}
        hint={words.recover.codeHint}
        onInput={setCode}
      />
      <Button icon="scan" wide onClick={() => setScanning(true)}>
        {words.recover.scan}
      </Button>
      <Segmented
        label={words.recover.question}
        labelShown
        value={old}
        onChange={onOld}
        options={[
          { value: 'lost', label: words.recover.lost },
          { value: 'keep', label: words.recover.keep },
        ]}
      />
      <p class={layout.soft}>{old === 'lost' ? words.recover.lostHint : words.recover.keepHint}</p>
      {task.fault !== undefined && passkey !== undefined && (
        <RecoverFault words={words} passkey={passkey} kind={task.fault} />
      )}
      <Button kind="primary" size="l" type="submit" wide busy={task.busy}>
        {words.recover.start}
      </Button>
      {passkey !== undefined && (
        <ByPasskey words={passkey.recovery} task={task} keepOthers={old === 'keep'} />
      )}
      <Sheet open={scanning} title={words.recover.scan} onClose={() => setScanning(false)}>
        <ScannerView
          open={openScanner}
          inputs={inputs}
          onText={(text) => {
            setCode(text);
            setScanning(false);
          }}
        />
      </Sheet>
    </form>
  );
}

interface RecoverFaultProps {
  readonly words: SafetyWords;
  readonly passkey: PasskeyWords;
  readonly kind: string;
}

/** In the words of recovery where it has some, else in those of passkeys or of every refusal. */
function RecoverFault({ words, passkey, kind }: RecoverFaultProps) {
  const own: Readonly<Record<string, { readonly headline: string; readonly next: string }>> =
    words.recover.faults;
  const text = Object.hasOwn(own, kind) ? own[kind] : undefined;
  if (text === undefined) return <PasskeyFault words={passkey} kind={kind} />;
  return (
    <Banner tone="bad" live title={text.headline}>
      {text.next}
    </Banner>
  );
}

interface ByPasskeyProps {
  readonly words: PasskeyWords['recovery'];
  readonly task: Task<RecoveredView>;
  readonly keepOthers: boolean;
}

/** Whoever had made a passkey needs no paper either. */
function ByPasskey({ words, task, keepOthers }: ByPasskeyProps) {
  const { api, requestPersistence } = useWallet();
  const here = usePasskeys();
  if (here === undefined || !here.platform.canAsk()) return null;
  const start = () => {
    requestPersistence();
    void task.run(() => recoverByPasskey({ api, passkeys: here.platform }, { keepOthers }));
  };
  return (
    <Section title={words.useTitle}>
      <p class={layout.soft}>{words.useText}</p>
      <Button icon="shield" size="l" wide busy={task.busy} onClick={start}>
        {words.use}
      </Button>
    </Section>
  );
}

/** Whoever still has the other phone needs no paper. */
function OtherPhone() {
  const words = useTopicWords(deviceWords);
  if (words === undefined) return null;
  return (
    <RowList>
      <li>
        <ListRow icon="qr" title={words.linkOffer} detail={words.linkOfferText} href="/link" />
      </li>
    </RowList>
  );
}

interface RecoveredProps {
  readonly words: SafetyWords;
  readonly recovered: RecoveredView;
  readonly old: OldPhone;
}

function Recovered({ words, recovered, old }: RecoveredProps) {
  const { format } = useLanguage();
  const { route } = useLocation();
  const { memberName, receipts, revoked } = recovered;
  const receiptsWords = old === 'keep' ? words.recover.receiptsBeside : words.recover.receipts;
  return (
    <ResultCard
      kind="success"
      headline={words.recover.done(memberName)}
      words={receiptsWords(format.integer(receipts))}
      actions={
        <>
          <Button kind="primary" size="l" wide onClick={() => route('/')}>
            {words.recover.home}
          </Button>
          <Button kind="quiet" wide onClick={() => route('/safety')}>
            {words.recover.toSafety}
          </Button>
        </>
      }
    >
      {revoked > 0 && <p>{words.recover.revoked(format.integer(revoked))}</p>}
      <p>{words.recover.renew}</p>
    </ResultCard>
  );
}
