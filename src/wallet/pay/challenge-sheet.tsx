import { useState } from 'preact/hooks';
import type { PresentedVoucher, VoucherView } from '#bridge/wallet-api.ts';
import type { ChallengeAsk } from '#bridge/wallet-pay.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { wordLoaders } from '#i18n/topics/pay/load.ts';
import { Button } from '#ui/button.tsx';
import { useLanguage } from '#ui/language.tsx';
import { ResultCard } from '#ui/result-card.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useWallet, useWords } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { UnlockForm } from '#wallet/lock/unlock-form.tsx';
import { worthOf } from '#wallet/vouchers/voucher-words.ts';
import { HeldSheet } from './held-sheet.tsx';
import { SpentCode } from './spent-code.tsx';
import { useAnswer } from './use-answer.ts';
import styles from './pay.module.css';

export interface ChallengeSheetProps {
  readonly asked: { readonly text: string; readonly challenge: ChallengeAsk<VoucherView> } | undefined;
  readonly onClose: () => void;
  readonly onScanReceipt: () => void;
}

/** A till wants a code that is made now: which voucher, and then that code. */
export function ChallengeSheet({ asked, onClose, onScanReceipt }: ChallengeSheetProps) {
  const words = useTopicWords(wordLoaders);
  const app = useWords();
  const { api } = useWallet();
  const { locale, format, refusals } = useLanguage();
  const [chosen, setChosen] = useState<VoucherView>();
  const answer = useAnswer<PresentedVoucher>(asked?.text);
  if (words === undefined) return null;
  const leave = (then: () => void) => () => {
    answer.forget();
    then();
  };
  const choose = (voucher: VoucherView) => {
    if (asked === undefined || answer.busy) return;
    setChosen(voucher);
    answer.give(() => api.answerChallenge(asked.text, voucher.key, locale));
  };
  const shown = answer.outcome?.ok === true ? answer.outcome.value : undefined;
  const refused = answer.outcome?.ok === false ? answer.outcome.error : undefined;
  const text = refused === undefined ? undefined : refusalText(refusals, refused.kind);
  return (
    <>
      <HeldSheet
        open={asked !== undefined && shown === undefined}
        title={words.challenge.title}
        held={answer.busy}
        onClose={shown === undefined ? leave(onClose) : nothing}
      >
        {refused?.kind === 'locked' && chosen !== undefined && <UnlockForm onOpen={() => choose(chosen)} />}
        {text !== undefined && refused?.kind !== 'locked' && (
          <ResultCard kind="refusal" headline={text.headline} words={text.customer} />
        )}
        {asked !== undefined && refused === undefined && (
          <div class={layout.stack} data-challenge>
            <p>{words.challenge.text(asked.challenge.merchantName)}</p>
            {asked.challenge.vouchers.length === 0 && <p>{words.challenge.none}</p>}
            {asked.challenge.vouchers.map((voucher) => (
              <Button
                key={voucher.key}
                size="l"
                icon="ticket"
                wide
                busy={answer.busy && voucher.key === chosen?.key}
                disabled={answer.busy && voucher.key !== chosen?.key}
                onClick={() => choose(voucher)}
              >
                {voucher.title} · <bdi>{worthOf(voucher, format)}</bdi>
              </Button>
            ))}
          </div>
        )}
      </HeldSheet>
      <Sheet open={shown !== undefined} title={app.voucher.one} size="full" onClose={leave(onClose)}>
        {shown !== undefined && (
          <SpentCode
            text={shown.code.text}
            what={app.voucher.what}
            hint={words.show}
            onScanReceipt={leave(onScanReceipt)}
          >
            <p class={styles.merchant}>{shown.voucher.title}</p>
          </SpentCode>
        )}
      </Sheet>
    </>
  );
}

// Closing the question to make room for the code is not a wish to leave.
const nothing = () => undefined;
