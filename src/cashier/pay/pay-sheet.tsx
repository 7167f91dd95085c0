import { useEffect, useState } from 'preact/hooks';
import { answered } from '#bridge/answered.ts';
import type { SaleDraft } from '#bridge/cashier-api.ts';
import type { PayOfferView, PayRequestCode } from '#bridge/cashier-pay.ts';
import type { Currency, Outcome } from '#bridge/common-views.ts';
import { CustomerSide } from '#cashier/serve/customer-side.tsx';
import { MoneyLine } from '#cashier/serve/money-line.tsx';
import type { ServeUse } from '#cashier/serve/use-serve.ts';
import { useServices } from '#cashier/shell/services.ts';
import { useWords } from '#cashier/shell/words.ts';
import { amountMinorFrom } from '#i18n/digits.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { wordLoaders } from '#i18n/topics/till-pay/load.ts';
import { Amount } from '#ui/amount.tsx';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import styles from './pay.module.css';

export interface PaySheetProps {
  readonly serve: ServeUse;
  readonly totalMinor: number;
  readonly currency: Currency;
}

/** How much of the sale points shall pay; from there to the request that the customer scans. */
export function PaySheet({ serve, totalMinor, currency }: PaySheetProps) {
  const words = useTopicWords(wordLoaders);
  const { format } = useWords();
  const { flow, send, close } = serve;
  if (words === undefined) return null;
  const { sale, request } = flow.step === 'paying' ? flow : NOTHING;
  return (
    <>
      <Sheet open={sale !== undefined && request === undefined} title={words.title} onClose={close}>
        {sale !== undefined && (
          <Asking
            sale={sale}
            totalMinor={totalMinor}
            currency={currency}
            notTaken={serve.notTaken}
            onRequest={(made) => send({ kind: 'requested', sale, request: made })}
          />
        )}
      </Sheet>
      <CustomerSide title={words.requestTitle} code={request?.code} done={words.scanPayment} onClose={close}>
        {request !== undefined && (
          <>
            <p class={styles.points}>{words.points(format.integer(request.points))}</p>
            <Amount money={request.value} size="l" />
            <p>{words.twoMinutes}</p>
          </>
        )}
      </CustomerSide>
    </>
  );
}

const NOTHING = { sale: undefined, request: undefined };

function Asking(props: {
  readonly sale: SaleDraft;
  readonly totalMinor: number;
  readonly currency: Currency;
  /** A code was shot at this sheet. */
  readonly notTaken: boolean;
  readonly onRequest: (request: PayRequestCode) => void;
}) {
  const { sale, totalMinor, currency, notTaken, onRequest } = props;
  const words = useTopicWords(wordLoaders);
  const { api } = useServices();
  const { refusals, format } = useWords();
  const [typed, setTyped] = useState((totalMinor / 10 ** currency.exponent).toFixed(currency.exponent));
  const [offer, setOffer] = useState<Outcome<PayOfferView>>();
  const [busy, setBusy] = useState(false);
  const wantedMinor = amountMinorFrom(typed, currency.exponent) ?? 0;
  useEffect(() => {
    let overtaken = false;
    void answered(api.payOffer(sale, wantedMinor)).then((outcome) => {
      if (!overtaken) setOffer(outcome);
    });
    return () => {
      overtaken = true;
    };
  }, [api, sale, wantedMinor]);
  if (words === undefined) return null;
  const ask = async () => {
    setBusy(true);
    const made = await answered(api.requestPayment(sale, wantedMinor));
    setBusy(false);
    if (made.ok) onRequest(made.value);
    else setOffer(made);
  };
  const problem = offer?.ok === false ? refusalText(refusals, offer.error.kind).headline : undefined;
  return (
    <div class={styles.asking}>
      {notTaken && (
        <Banner tone="warn" live title={words.notTaken}>
          {words.notTakenText}
        </Banner>
      )}
      <Field
        label={words.amount}
        value={typed}
        onInput={setTyped}
        inputMode="decimal"
        code
        {...(problem === undefined ? {} : { problem })}
      />
      {offer?.ok === true && (
        <div aria-live="polite">
          <p class={styles.points}>{words.points(format.integer(offer.value.points))}</p>
          <MoneyLine label={words.value} money={offer.value.value} />
          <MoneyLine label={words.rest} money={offer.value.rest} big />
        </div>
      )}
      <Button
        kind="primary"
        size="l"
        icon="qr"
        wide
        busy={busy}
        disabled={offer?.ok !== true}
        onClick={() => void ask()}
      >
        {words.request}
      </Button>
    </div>
  );
}
