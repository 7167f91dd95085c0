import { CustomerSide } from '#cashier/serve/customer-side.tsx';
import type { ServeUse } from '#cashier/serve/use-serve.ts';
import { wordLoaders } from '#i18n/topics/till-pay/load.ts';
import { useTopicWords } from '#ui/use-topic-words.ts';

/** The till's question to the phone, until it is answered or given up. */
export function ChallengeSide({ serve }: { readonly serve: ServeUse }) {
  const words = useTopicWords(wordLoaders);
  const { flow } = serve;
  if (words === undefined) return null;
  return (
    <CustomerSide
      title={words.challengeTitle}
      code={flow.step === 'challenge' ? flow.code : undefined}
      done={words.scanPayment}
      onClose={serve.close}
    >
      <p>{words.challengeHint}</p>
    </CustomerSide>
  );
}
