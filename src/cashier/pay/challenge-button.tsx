import type { RefusedFlow } from '#cashier/serve/flow.ts';
import type { ServeUse } from '#cashier/serve/use-serve.ts';
import { useServices } from '#cashier/shell/services.ts';
import { answered } from '#bridge/answered.ts';
import { wordLoaders } from '#i18n/topics/till-pay/load.ts';
import { Button } from '#ui/button.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';

export interface ChallengeButtonProps {
  readonly serve: ServeUse;
  readonly refused: RefusedFlow;
}

/** Asks what only a phone in front of this till can answer now. */
export function ChallengeButton({ serve, refused }: ChallengeButtonProps) {
  const words = useTopicWords(wordLoaders);
  const { api } = useServices();
  if (words === undefined) return null;
  const ask = async (): Promise<void> =>
    serve.send({ kind: 'challenged', before: refused, outcome: await answered(api.challenge()) });
  return (
    <Button kind="onColour" size="l" icon="qr" wide onClick={() => void ask()}>
      {words.challenge}
    </Button>
  );
}
