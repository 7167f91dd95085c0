import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import type { LinkCodeView, LinkedView } from '#bridge/wallet-devices.ts';
import type { DevicesWords } from '#i18n/topics/devices/en.ts';
import { wordLoaders } from '#i18n/topics/devices/load.ts';
import { Button } from '#ui/button.tsx';
import { CodeCanvas } from '#ui/code-canvas.tsx';
import { Field } from '#ui/field.tsx';
import { useLanguage } from '#ui/language.tsx';
import { ResultCard } from '#ui/result-card.tsx';
import { ScannerView } from '#ui/scanner-view.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { useTask } from '#wallet/safety/use-task.ts';
import { Screen } from '#wallet/screen.tsx';
import { DeviceFault } from './device-fault.tsx';
import { Digits } from './digits.tsx';
import styles from './devices.module.css';

/** On the new phone: its code and six digits, until the other phone has said yes. */
export function LinkScreen() {
  const words = useTopicWords(wordLoaders);
  const [linked, setLinked] = useState<LinkedView>();
  const start = useTask<LinkCodeView>();
  return (
    <Screen title={words?.linkTitle ?? ''} backHref="/recover" narrow>
      {words === undefined ? null : linked !== undefined ? (
        <Linked linked={linked} words={words} />
      ) : start.result === undefined ? (
        <NameForm words={words} start={start} />
      ) : (
        <Showing code={start.result} words={words} onLinked={setLinked} />
      )}
    </Screen>
  );
}

interface NameFormProps {
  readonly words: DevicesWords;
  readonly start: ReturnType<typeof useTask<LinkCodeView>>;
}

function NameForm({ words, start }: NameFormProps) {
  const { api, requestPersistence } = useWallet();
  const [name, setName] = useState('');
  return (
    <form
      class={layout.stack}
      onSubmit={(event) => {
        event.preventDefault();
        requestPersistence();
        void start.run(() => api.startLink(name));
      }}
    >
      <p>{words.linkOfferText}</p>
      <Field label={words.deviceName} value={name} hint={words.nameHint} onInput={setName} />
      {start.fault !== undefined && <DeviceFault kind={start.fault} words={words} />}
      <Button kind="primary" size="l" type="submit" icon="qr" wide busy={start.busy}>
        {words.showCode}
      </Button>
    </form>
  );
}

interface ShowingProps {
  readonly code: LinkCodeView;
  readonly words: DevicesWords;
  readonly onLinked: (linked: LinkedView) => void;
}

function Showing({ code, words, onLinked }: ShowingProps) {
  const { openScanner, inputs } = useWallet();
  const [answer, setAnswer] = useState<string>();
  const [scanning, setScanning] = useState(false);
  const fault = useAsking({ answer, onLinked });
  return (
    <div class={layout.stack}>
      <p>{words.linkText}</p>
      <div class={styles.symbol}>
        <CodeCanvas text={code.text} label={words.linkCode} />
      </div>
      <Digits digits={code.digits} label={words.digits} />
      <p class={layout.soft} aria-live="polite">
        {fault === 'server_unreachable' ? words.offline : words.waiting}
      </p>
      {fault !== undefined && !WAITING.has(fault) && <DeviceFault kind={fault} words={words} />}
      <Button icon="scan" wide onClick={() => setScanning(true)}>
        {words.scanAnswer}
      </Button>
      <Sheet open={scanning} title={words.scan} onClose={() => setScanning(false)}>
        <ScannerView
          open={openScanner}
          inputs={inputs}
          onText={(text) => {
            setAnswer(text);
            setScanning(false);
          }}
        />
      </Sheet>
    </div>
  );
}

const ASK_EVERY_MS = 3_000;
/** Not yet: nobody has said no. */
const WAITING: ReadonlySet<string> = new Set(['link_unknown', 'server_unreachable', 'too_many_requests']);

/** Asks until the answer is yes; why not, as of the last time. A no that stays is asked again with the next answer only. */
function useAsking({
  answer,
  onLinked,
}: {
  readonly answer: string | undefined;
  readonly onLinked: (linked: LinkedView) => void;
}): string | undefined {
  const { api, clock } = useWallet();
  const [fault, setFault] = useState<string>();
  useEffect(() => {
    let stop = (): void => undefined;
    let isOver = false;
    const ask = async () => {
      const linked = await api.takeLink(answer);
      if (isOver) return;
      if (linked.ok) return onLinked(linked.value);
      setFault(linked.error.kind);
      if (WAITING.has(linked.error.kind)) stop = clock.after(ASK_EVERY_MS, () => void ask());
    };
    void ask();
    return () => {
      isOver = true;
      stop();
    };
  }, [api, clock, answer]);
  return fault;
}

function Linked({ linked, words }: { readonly linked: LinkedView; readonly words: DevicesWords }) {
  const { format } = useLanguage();
  const { route } = useLocation();
  return (
    <ResultCard
      kind="success"
      headline={words.linked(linked.memberName)}
      words={words.receipts(format.integer(linked.receipts))}
      actions={
        <Button kind="primary" size="l" wide onClick={() => route('/')}>
          {words.home}
        </Button>
      }
    />
  );
}
