import { useState } from 'preact/hooks';
import type { Outcome } from '#bridge/common-views.ts';
import { asciiDigitsFrom } from '#i18n/digits.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { wordLoaders } from '#i18n/topics/lock/load.ts';
import type { LockWords } from '#i18n/topics/lock/en.ts';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { useLanguage } from '#ui/language.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useView } from '#ui/use-view.ts';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { Section } from '#wallet/screen.tsx';

/** The lock over spending: on or off, and how to change that. */
export function LockSection() {
  const words = useTopicWords(wordLoaders);
  const { api } = useWallet();
  const { view } = useView(() => api.lock(), ['device']);
  const [open, setOpen] = useState(false);
  if (words === undefined || view.state !== 'ready') return null;
  const { on } = view.value;
  return (
    <Section title={words.title}>
      <RowList>
        <li>
          <ListRow icon="shield" title={on ? words.on : words.off} detail={words.hint} />
        </li>
      </RowList>
      <div data-lock-open>
        <Button icon={on ? 'unlink' : 'shield'} wide onClick={() => setOpen(true)}>
          {on ? words.remove : words.set}
        </Button>
      </div>
      <Sheet open={open} title={on ? words.remove : words.set} onClose={() => setOpen(false)}>
        {open && (on ? <Remove words={words} /> : <SetPin words={words} />)}
      </Sheet>
    </Section>
  );

  function SetPin(props: { readonly words: LockWords }) {
    return <PinForm words={props.words} twice send={api.setPin} onDone={() => setOpen(false)} />;
  }
  function Remove(props: { readonly words: LockWords }) {
    return <PinForm words={props.words} send={api.removePin} onDone={() => setOpen(false)} />;
  }
}

interface PinFormProps {
  readonly words: LockWords;
  readonly send: (pin: string) => Promise<Outcome<null>>;
  readonly onDone: () => void;
  /** A new PIN is typed twice: nobody can read it back. */
  readonly twice?: boolean;
}

function PinForm({ words, send, onDone, twice = false }: PinFormProps) {
  const { refusals, format } = useLanguage();
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (twice && pin !== again) return setProblem(words.differ);
    setBusy(true);
    const outcome = await send(pin);
    setBusy(false);
    if (outcome.ok) return onDone();
    const seconds = outcome.error.details?.['seconds'];
    setProblem(
      typeof seconds === 'number'
        ? words.wait(format.integer(seconds))
        : refusalText(refusals, outcome.error.kind).headline,
    );
  };
  return (
    <form class={layout.stack} onSubmit={(event) => void submit(event)}>
      <Field
        label={twice ? words.newPin : words.enter}
        value={pin}
        onInput={(typed) => setPin(digitsOf(typed))}
        inputMode="numeric"
        code
        {...(problem === undefined ? {} : { problem })}
      />
      {twice && (
        <Field
          label={words.repeat}
          value={again}
          onInput={(typed) => setAgain(digitsOf(typed))}
          inputMode="numeric"
          code
        />
      )}
      <Button kind="primary" size="l" wide busy={busy} disabled={pin.length < 4} type="submit">
        {twice ? words.save : words.remove}
      </Button>
      <p class={layout.soft}>{words.forgotten}</p>
    </form>
  );
}

function digitsOf(typed: string): string {
  return asciiDigitsFrom(typed).replace(/\D/g, '').slice(0, 8);
}
