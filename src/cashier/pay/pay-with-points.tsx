import type { Currency } from '#bridge/common-views.ts';
import { draftFrom, totalMinorOf } from '#cashier/serve/sale.ts';
import type { ServeUse } from '#cashier/serve/use-serve.ts';
import { wordLoaders } from '#i18n/topics/till-pay/load.ts';
import { Button } from '#ui/button.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { PaySheet } from './pay-sheet.tsx';

/** Offered while nothing else waits for a decision. */
export function PayWithPoints(props: { readonly serve: ServeUse; readonly currency: Currency }) {
  const { serve, currency } = props;
  const words = useTopicWords(wordLoaders);
  const totalMinor = totalMinorOf(serve.sale);
  if (words === undefined) return null;
  const idle = serve.flow.step === 'ready' && totalMinor > 0;
  return (
    <>
      <div data-pay-open>
        <Button
          icon="star"
          size="l"
          wide
          disabled={!idle}
          onClick={() => serve.send({ kind: 'paying', sale: draftFrom(serve.saleNow()) })}
        >
          {words.open}
        </Button>
      </div>
      <PaySheet serve={serve} totalMinor={totalMinor} currency={currency} />
    </>
  );
}
