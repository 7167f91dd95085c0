import { useState } from 'preact/hooks';
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
import { SpentCode } from './spent-code.tsx';
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
  const [code, setCode] = useState<PaymentCode>();
  const [refused, setRefused] = useState<RefusalView>();
  const [busy, setBusy] = useState(false);
  const leave = (then: () => void) => () => {
    setCode(undefined);
    setRefused(undefined);
    then();
  };
  const pay = async () => {
    if (asked === undefined) return;
    setBusy(true);
    const outcome = await api.confirmPayment(asked.text, locale);
    setBusy(false);
    if (outcome.ok) setCode(outcome.value);
    else setRefused(outcome.error);
  };
  if (words === undefined) return null;
  const isLocked = refused?.kind === 'locked';
  const unlocked = () => {
    setRefused(undefined);
    void pay();
  };
  return (
    <>
      <Sheet
        open={asked !== undefined && code === undefined}
        title={words.title}
        onClose={code === undefined ? leave(onClose) : nothing}
      >
        {asked !== undefined && isLocked && <UnlockForm onOpen={unlocked} />}
        {asked !== undefined && !isLocked && (
          <Question
            words={words}
            asked={asked}
            refused={refused}
            busy={busy}
            onPay={() => void pay()}
            onLeave={leave(onClose)}
          />
        )}
      </Sheet>
      <Sheet
        open={asked !== undefined && code !== undefined}
        title={words.title}
        size="full"
        onClose={leave(onClose)}
      >
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
      {trouble === undefined && (
        <Button kind="primary" size="l" icon="check" wide busy={busy} onClick={onPay}>
          {paid ? words.showAgain : words.confirm}
        </Button>
      )}
      <Button size="l" wide onClick={onLeave}>
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
