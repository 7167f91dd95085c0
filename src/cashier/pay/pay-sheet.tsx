import { useEffect, useState } from 'preact/hooks';
import type { SaleDraft } from '#bridge/cashier-api.ts';
import type { PayOfferView, PayRequestCode } from '#bridge/cashier-pay.ts';
import type { Currency, Outcome } from '#bridge/common-views.ts';
import { CustomerSide } from '#cashier/serve/customer-side.tsx';
import { MoneyLine } from '#cashier/serve/money-line.tsx';
import { useServices } from '#cashier/shell/services.ts';
import { useWords } from '#cashier/shell/words.ts';
import { amountMinorFrom } from '#i18n/digits.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { wordLoaders } from '#i18n/topics/till-pay/load.ts';
import { Amount } from '#ui/amount.tsx';
import { Button } from '#ui/button.tsx';
import { Field } from '#ui/field.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import styles from './pay.module.css';

export interface PaySheetProps {
  /** Absent: closed. */
  readonly sale: SaleDraft | undefined;
  readonly totalMinor: number;
  readonly currency: Currency;
  readonly onClose: () => void;
}

/** How much of the sale points shall pay; from there to the request that the customer scans. */
export function PaySheet({ sale, totalMinor, currency, onClose }: PaySheetProps) {
  const words = useTopicWords(wordLoaders);
  const { format } = useWords();
  const [asked, setAsked] = useState<{ readonly sale: SaleDraft; readonly request: PayRequestCode }>();
  // An answer may come after its sheet was closed, when another sale may be asked about.
  const request = asked !== undefined && asked.sale === sale ? asked.request : undefined;
  if (words === undefined) return null;
  const asking = sale !== undefined && request === undefined;
  return (
    <>
      <Sheet open={asking} title={words.title} onClose={request === undefined ? onClose : nothing}>
        {sale !== undefined && (
          <Asking
            sale={sale}
            totalMinor={totalMinor}
            currency={currency}
            onRequest={(made) => setAsked({ sale, request: made })}
          />
        )}
      </Sheet>
      <CustomerSide
        title={words.requestTitle}
        code={sale === undefined ? undefined : request?.code}
        done={words.scanPayment}
        onClose={onClose}
      >
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

// Closing the question to make room for the code is not a wish to leave.
const nothing = () => undefined;

function Asking(props: {
  readonly sale: SaleDraft;
  readonly totalMinor: number;
  readonly currency: Currency;
  readonly onRequest: (request: PayRequestCode) => void;
}) {
  const { sale, totalMinor, currency, onRequest } = props;
  const words = useTopicWords(wordLoaders);
  const { api } = useServices();
  const { refusals, format } = useWords();
  const [typed, setTyped] = useState((totalMinor / 10 ** currency.exponent).toFixed(currency.exponent));
  const [offer, setOffer] = useState<Outcome<PayOfferView>>();
  const [busy, setBusy] = useState(false);
  const wantedMinor = amountMinorFrom(typed, currency.exponent) ?? 0;
  useEffect(() => {
    let overtaken = false;
    void api.payOffer(sale, wantedMinor).then((outcome) => {
      if (!overtaken) setOffer(outcome);
    });
    return () => {
      overtaken = true;
    };
  }, [api, sale, wantedMinor]);
  if (words === undefined) return null;
  const ask = async () => {
    setBusy(true);
    const made = await api.requestPayment(sale, wantedMinor);
    setBusy(false);
    if (made.ok) onRequest(made.value);
    else setOffer(made);
  };
  const problem = offer?.ok === false ? refusalText(refusals, offer.error.kind).headline : undefined;
  return (
    <div class={styles.asking}>
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
