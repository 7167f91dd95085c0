import { useState } from 'preact/hooks';
import type { RefusalView } from '#bridge/common-views.ts';
import { asciiDigitsFrom } from '#i18n/digits.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { wordLoaders } from '#i18n/topics/lock/load.ts';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';

export interface UnlockFormProps {
  readonly onOpen: () => void;
}

/** The PIN in front of a voucher or a payment, and the honest word about a forgotten one. */
export function UnlockForm({ onOpen }: UnlockFormProps) {
  const words = useTopicWords(wordLoaders);
  const { api } = useWallet();
  const { refusals, format } = useLanguage();
  const [pin, setPin] = useState('');
  const [trouble, setTrouble] = useState<RefusalView>();
  const [busy, setBusy] = useState(false);
  if (words === undefined) return null;
  const unlock = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    const outcome = await api.unlock(pin);
    setBusy(false);
    setPin('');
    if (outcome.ok) onOpen();
    else setTrouble(outcome.error);
  };
  const seconds = trouble?.details?.['seconds'];
  const waiting = typeof seconds === 'number' ? words.wait(format.integer(seconds)) : undefined;
  const problem =
    trouble === undefined ? undefined : (waiting ?? refusalText(refusals, trouble.kind).headline);
  return (
    <form class={layout.stack} onSubmit={(event) => void unlock(event)} data-lock="closed">
      <Field
        label={words.enter}
        value={pin}
        onInput={(typed) => setPin(asciiDigitsFrom(typed).replace(/\D/g, '').slice(0, 8))}
        inputMode="numeric"
        autoComplete="off"
        code
        {...(problem === undefined ? {} : { problem })}
      />
      <Button kind="primary" size="l" icon="shield" wide busy={busy} disabled={pin.length < 4} type="submit">
        {words.unlock}
      </Button>
      <p class={layout.soft}>{words.forgotten}</p>
    </form>
  );
}
