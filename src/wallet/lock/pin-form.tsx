import { useRef, useState } from 'preact/hooks';
import { answered } from '#bridge/answered.ts';
import type { Outcome, RefusalView } from '#bridge/common-views.ts';
import { asciiDigitsFrom } from '#i18n/digits.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import type { LockWords } from '#i18n/topics/lock/en.ts';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { useLanguage } from '#ui/language.tsx';
import layout from '#wallet/layout.module.css';

export interface PinFormProps {
  readonly words: LockWords;
  /** On the button. */
  readonly act: string;
  readonly send: (pin: string) => Promise<Outcome<null>>;
  readonly onDone: () => void;
  /** A new PIN is typed twice: nobody can read it back. */
  readonly twice?: boolean;
  /** Something else on the screen is the first thing to do. */
  readonly quiet?: boolean;
}

/** A PIN, typed once to prove it or twice to set it. */
export function PinForm({ words, act, send, onDone, twice = false, quiet = false }: PinFormProps) {
  const { refusals, format } = useLanguage();
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  // Each try counts: a second tap must not send the same PIN again before the screen is drawn anew.
  const sending = useRef(false);
  const textOf = ({ kind, details }: RefusalView) => {
    const seconds = details?.['seconds'];
    return typeof seconds === 'number'
      ? words.wait(format.integer(seconds))
      : refusalText(refusals, kind).headline;
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (sending.current) return undefined;
    if (twice && pin !== again) return setProblem(words.differ);
    sending.current = true;
    setBusy(true);
    const outcome = await answered(send(pin));
    sending.current = false;
    setBusy(false);
    if (outcome.ok) return onDone();
    if (!twice) setPin('');
    setProblem(textOf(outcome.error));
  };
  return (
    <form class={layout.stack} onSubmit={(event) => void submit(event)}>
      <Field
        label={twice ? words.newPin : words.enter}
        value={pin}
        onInput={(typed) => setPin(digitsOf(typed))}
        inputMode="numeric"
        autoComplete="off"
        code
        {...(problem === undefined ? {} : { problem })}
      />
      {twice && (
        <Field
          label={words.repeat}
          value={again}
          onInput={(typed) => setAgain(digitsOf(typed))}
          inputMode="numeric"
          autoComplete="off"
          code
        />
      )}
      <Button
        kind={quiet ? 'quiet' : 'primary'}
        size="l"
        wide
        busy={busy}
        disabled={pin.length < 4}
        type="submit"
      >
        {act}
      </Button>
    </form>
  );
}

function digitsOf(typed: string): string {
  return asciiDigitsFrom(typed).replace(/\D/g, '').slice(0, 8);
}
