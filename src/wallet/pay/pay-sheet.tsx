import type { RefusalView } from '#bridge/common-views.ts';
import type { PaymentAsk, PaymentCode } from '#bridge/wallet-pay.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import type { PayWords } from '#i18n/topics/pay/en.ts';
import { wordLoaders } from '#i18n/topics/pay/load.ts';
import { Amount } from '#ui/amount.tsx';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { useLanguage } from '#ui/language.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { UnlockForm } from '#wallet/lock/unlock-form.tsx';
import { HeldSheet } from './held-sheet.tsx';
import { SpentCode } from './spent-code.tsx';
import { useAnswer } from './use-answer.ts';
import styles from './pay.module.css';

export interface PaySheetProps {
  /** The request as it was scanned, and what it asks; absent: closed. */
  readonly asked: { readonly text: string; readonly ask: PaymentAsk; readonly paid: boolean } | undefined;
  readonly onClose: () => void;
  readonly onScanReceipt: () => void;
}

/** Whom, how much and what remains, in large type; then the code that pays. Nothing is signed before the button. */
export function PaySheet({ asked, onClose, onScanReceipt }: PaySheetProps) {
  const words = useTopicWords(wordLoaders);
  const { api } = useWallet();
  const { locale } = useLanguage();
  const answer = useAnswer<PaymentCode>(asked?.text);
  if (words === undefined) return null;
  const code = answer.outcome?.ok === true ? answer.outcome.value : undefined;
  const refused = answer.outcome?.ok === false ? answer.outcome.error : undefined;
  const leave = (then: () => void) => () => {
    answer.forget();
    then();
  };
  const pay = () => {
    if (asked !== undefined) answer.give(() => api.confirmPayment(asked.text, locale));
  };
  const isLocked = refused?.kind === 'locked';
  return (
    <>
      <HeldSheet
        open={asked !== undefined && code === undefined}
        title={words.title}
        held={answer.busy}
        onClose={code === undefined ? leave(onClose) : nothing}
      >
        {asked !== undefined && isLocked && <UnlockForm onOpen={pay} />}
        {asked !== undefined && !isLocked && (
          <Question
            words={words}
            asked={asked}
            refused={refused}
            busy={answer.busy}
            onPay={pay}
            onLeave={leave(onClose)}
          />
        )}
      </HeldSheet>
      <Sheet open={code !== undefined} title={words.title} size="full" onClose={leave(onClose)}>
        {code !== undefined && (
          <SpentCode
            text={code.code.text}
            what={words.what}
            hint={words.showHint}
            onScanReceipt={leave(onScanReceipt)}
          >
            <PaidHead words={words} ask={code.ask} />
          </SpentCode>
        )}
      </Sheet>
    </>
  );
}

// Closing the question to make room for the code is not a wish to leave.
const nothing = () => undefined;

function Question(props: {
  readonly words: PayWords;
  readonly asked: NonNullable<PaySheetProps['asked']>;
  readonly refused: RefusalView | undefined;
  readonly busy: boolean;
  readonly onPay: () => void;
  readonly onLeave: () => void;
}) {
  const { words, asked, refused, busy, onPay, onLeave } = props;
  const { ask, paid } = asked;
  const { refusals } = useLanguage();
  const trouble = refused ?? ask.trouble;
  const text = trouble === undefined ? undefined : refusalText(refusals, trouble.kind);
  // Whether a call that failed has signed nobody knows here: the same request gets the same bytes again.
  const canPay = trouble === undefined || ['internal', 'no_answer'].includes(trouble.kind);
  return (
    <div class={layout.stack} data-pay={trouble === undefined ? 'ask' : trouble.kind}>
      <PaidHead words={words} ask={ask} />
      {paid && <Banner tone="info" title={words.again} />}
      {text !== undefined && (
        <Banner tone="bad" live title={text.headline}>
          {text.customer}
        </Banner>
      )}
      <dl class={layout.facts}>
        <dt>{words.remaining}</dt>
        <dd>
          <Points points={ask.remaining} unit={ask.unitName} />
        </dd>
        <dt>{words.offlineLeft}</dt>
        <dd>
          <Points points={ask.allowanceLeft} unit={ask.unitName} />
        </dd>
      </dl>
      {canPay && (
        <Button kind="primary" size="l" icon="check" wide busy={busy} onClick={onPay}>
          {paid ? words.showAgain : words.confirm}
        </Button>
      )}
      <Button size="l" wide disabled={busy} onClick={onLeave}>
        {words.cancel}
      </Button>
    </div>
  );
}

/** A number and the programme's own word for its points. */
function Points({ points, unit }: { readonly points: number; readonly unit: string }) {
  const { format } = useLanguage();
  return (
    <>
      {format.integer(points)} <bdi>{unit}</bdi>
    </>
  );
}

function PaidHead({ words, ask }: { readonly words: PayWords; readonly ask: PaymentAsk }) {
  return (
    <div class={styles.head}>
      <p class={styles.to}>{words.to}</p>
      <p class={styles.merchant}>
        <bdi>{ask.merchantName}</bdi>
      </p>
      <p class={styles.points}>
        <Points points={ask.points} unit={ask.unitName} />
      </p>
      <p class={styles.worth}>
        <Amount money={ask.value} size="l" />
      </p>
    </div>
  );
}
