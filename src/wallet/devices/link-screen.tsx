import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { answered } from '#bridge/answered.ts';
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
  const [scanned, setScanned] = useState<Scanned>();
  const [scanning, setScanning] = useState(false);
  const { fault, wrong } = useAsking({ scanned, onLinked });
  const told = wrong ?? (fault === undefined || WAITING.has(fault) ? undefined : fault);
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
      {told !== undefined && <DeviceFault kind={told} words={words} />}
      <Button icon="scan" wide onClick={() => setScanning(true)}>
        {words.scanAnswer}
      </Button>
      <Sheet open={scanning} title={words.scan} onClose={() => setScanning(false)}>
        <ScannerView
          open={openScanner}
          inputs={inputs}
          onText={(text) => {
            setScanned({ text });
            setScanning(false);
          }}
        />
      </Sheet>
    </div>
  );
}

/** One scan: the same text may be scanned twice. */
interface Scanned {
  readonly text: string;
}

const ASK_EVERY_MS = 3_000;
/** Not yet: nobody has said no. */
const WAITING: ReadonlySet<string> = new Set(['link_unknown', 'server_unreachable', 'too_many_requests']);

interface Faults {
  /** Of the last time. */
  readonly fault?: string;
  /** Of what was scanned: that is dropped, and shown as wrong until something else is scanned. */
  readonly wrong?: string;
}

/** Asks until the answer is yes; why not. A no that stays is asked again with the next scan only. */
function useAsking({
  scanned,
  onLinked,
}: {
  readonly scanned: Scanned | undefined;
  readonly onLinked: (linked: LinkedView) => void;
}): Faults {
  const { api, clock } = useWallet();
  const [faults, setFaults] = useState<Faults>({});
  useEffect(() => {
    let stop = (): void => undefined;
    let isOver = false;
    const ask = async (text: string | undefined, wrong?: string): Promise<void> => {
      const linked = await answered(api.takeLink(text));
      if (isOver) return;
      if (linked.ok) return onLinked(linked.value);
      const { kind } = linked.error;
      const again = (...next: Parameters<typeof ask>) => {
        stop = clock.after(ASK_EVERY_MS, () => void ask(...next));
      };
      const isWaiting = WAITING.has(kind);
      const isWrong = text !== undefined && !isWaiting;
      const known = isWrong ? kind : wrong;
      setFaults({ fault: kind, ...(known === undefined ? {} : { wrong: known }) });
      if (isWrong) again(undefined, kind);
      else if (isWaiting || kind === 'internal') again(text, wrong);
    };
    void ask(scanned?.text);
    return () => {
      isOver = true;
      stop();
    };
  }, [api, clock, scanned]);
  return faults;
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
