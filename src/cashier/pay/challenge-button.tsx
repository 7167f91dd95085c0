import { useState } from 'preact/hooks';
import type { CodeView } from '#bridge/common-views.ts';
import { CustomerSide } from '#cashier/serve/customer-side.tsx';
import { useServices } from '#cashier/shell/services.ts';
import { wordLoaders } from '#i18n/topics/till-pay/load.ts';
import { Button } from '#ui/button.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';

export interface ChallengeButtonProps {
  /** The phone may answer now: the camera looks again. */
  readonly onAsked: () => void;
}

/** Shows a question that only a phone in front of this till can answer now. */
export function ChallengeButton({ onAsked }: ChallengeButtonProps) {
  const words = useTopicWords(wordLoaders);
  const { api } = useServices();
  const [code, setCode] = useState<CodeView>();
  if (words === undefined) return null;
  const ask = async () => {
    const asked = await api.challenge();
    if (asked.ok) setCode(asked.value);
  };
  const close = () => {
    setCode(undefined);
    onAsked();
  };
  return (
    <>
      <Button kind="onColour" size="l" icon="qr" wide onClick={() => void ask()}>
        {words.challenge}
      </Button>
      <CustomerSide title={words.challengeTitle} code={code} done={words.scanPayment} onClose={close}>
        <p>{words.challengeHint}</p>
      </CustomerSide>
    </>
  );
}
