// What Serve turns to the customer: the receipt of a sale, why a code was refused, or a question to the phone.
import { ChallengeSide } from '#cashier/pay/challenge-side.tsx';
import { useWords } from '#cashier/shell/words.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { CustomerSide } from './customer-side.tsx';
import { ReceiptWords } from './receipt-words.tsx';
import type { ServeUse } from './use-serve.ts';
import styles from './customer-side.module.css';

export function CustomerSides({ serve }: { readonly serve: ServeUse }) {
  return (
    <>
      <ReceiptSide serve={serve} />
      <ReasonSide serve={serve} />
      <ChallengeSide serve={serve} />
    </>
  );
}

function ReceiptSide({ serve }: { readonly serve: ServeUse }) {
  const { app } = useWords();
  const { flow } = serve;
  const shown = flow.step === 'receipt' ? flow : undefined;
  return (
    <CustomerSide
      title={app.serve.receiptTitle}
      code={shown?.receipt.code}
      done={app.serve.nextCustomer}
      onClose={serve.close}
    >
      {shown !== undefined && <ReceiptWords receipt={shown.receipt} again={shown.again} />}
    </CustomerSide>
  );
}

function ReasonSide({ serve }: { readonly serve: ServeUse }) {
  const { app, refusals, shared } = useWords();
  const { flow } = serve;
  const shown = flow.step === 'reason' ? flow : undefined;
  const text = shown === undefined ? undefined : refusalText(refusals, shown.before.reason.kind);
  return (
    <CustomerSide title={app.serve.refusalTitle} code={shown?.code} done={shared.done} onClose={serve.close}>
      <p class={styles.reason}>{text?.customer}</p>
    </CustomerSide>
  );
}
