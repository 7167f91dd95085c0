import { useEffect, useState } from 'preact/hooks';
import type { RecoveryCodeView } from '#bridge/wallet-safety.ts';
import type { SafetyWords } from '#i18n/topics/safety/en.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { CodeCanvas } from '#ui/code-canvas.tsx';
import { Field } from '#ui/field.tsx';
import { useLanguage } from '#ui/language.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { FaultBanner } from './fault-banner.tsx';
import { askedPlaces, matchesAt } from './asked-places.ts';
import { useTask } from './use-task.ts';
import styles from './safety.module.css';

export interface CodeSetupProps {
  readonly words: SafetyWords;
  readonly replaces: boolean;
  readonly onClose: (done: boolean) => void;
}

/** Shows a new code once, has four of its characters typed, and only then makes it the member's. */
export function CodeSetup({ words, replaces, onClose }: CodeSetupProps) {
  const { api } = useWallet();
  const making = useTask<RecoveryCodeView>();
  const [checking, setChecking] = useState(false);
  useEffect(() => {
    void making.run(async () => ({ ok: true, value: await api.newRecoveryCode() }));
  }, [api]);
  const code = making.result;
  return (
    <Sheet open title={checking ? words.setup.check : words.setup.show} onClose={() => onClose(false)}>
      {making.fault !== undefined && <FaultBanner kind={making.fault} />}
      {code === undefined ? null : checking ? (
        <CodeCheck
          words={words}
          code={code.code}
          replaces={replaces}
          onBack={() => setChecking(false)}
          onDone={() => onClose(true)}
        />
      ) : (
        <CodeShown words={words} code={code} onNext={() => setChecking(true)} />
      )}
    </Sheet>
  );
}

interface CodeShownProps {
  readonly words: SafetyWords;
  readonly code: RecoveryCodeView;
  readonly onNext: () => void;
}

function CodeShown({ words, code, onNext }: CodeShownProps) {
  return (
    <div class={`${layout.stack} ${styles.paper}`}>
      <p>{words.setup.showText}</p>
      <p class={styles.code} dir="ltr" translate={false}>
        {code.code.split('-').map((group, place) => (
          <span key={place}>{group}</span>
        ))}
      </p>
      <div class={styles.symbol}>
        <CodeCanvas text={code.qrText} label={words.setup.qr} />
      </div>
      <div class={styles.screenOnly}>
        <Button icon="receipt" wide onClick={() => window.print()}>
          {words.setup.print}
        </Button>
        <Button kind="primary" size="l" wide onClick={onNext}>
          {words.setup.next}
        </Button>
      </div>
    </div>
  );
}

interface CodeCheckProps {
  readonly words: SafetyWords;
  readonly code: string;
  readonly replaces: boolean;
  readonly onBack: () => void;
  readonly onDone: () => void;
}

function CodeCheck({ words, code, replaces, onBack, onDone }: CodeCheckProps) {
  const { api, clock } = useWallet();
  const { format } = useLanguage();
  const [places] = useState(() => askedPlaces(clock.nowMs()));
  const [typed, setTyped] = useState<readonly string[]>(places.map(() => ''));
  const [wrong, setWrong] = useState(false);
  const task = useTask<null>();
  const confirm = async () => {
    const fits = places.every((place, index) => matchesAt(code, place, typed[index]!));
    setWrong(!fits);
    if (fits && (await task.run(() => api.registerRecoveryCode(code))) !== undefined) onDone();
  };
  return (
    <form
      class={layout.stack}
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <p>{words.setup.checkText}</p>
      <div class={styles.places}>
        {places.map((place, index) => (
          <Field
            key={place}
            label={words.setup.place(format.integer(place))}
            value={typed[index]!}
            code
            required
            onInput={(value) => setTyped(typed.with(index, value))}
          />
        ))}
      </div>
      {replaces && <Banner tone="warn" title={words.setup.replaces} />}
      {wrong && <Banner tone="bad" live title={words.setup.wrong} />}
      {task.fault !== undefined && <FaultBanner kind={task.fault} />}
      <Button kind="primary" size="l" type="submit" wide busy={task.busy}>
        {words.setup.confirm}
      </Button>
      <Button kind="plain" wide onClick={onBack}>
        {words.setup.back}
      </Button>
    </form>
  );
}
