import type { ActivityEntry } from '#bridge/wallet-api.ts';
import type { PaymentCode } from '#bridge/wallet-pay.ts';
import { wordLoaders } from '#i18n/topics/pay/load.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { CodeCanvas } from '#ui/code-canvas.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useWallet } from '#wallet/environment.ts';
import { FaultBanner } from '#wallet/safety/fault-banner.tsx';
import { useTask } from '#wallet/safety/use-task.ts';

/** A payment that was taken back, or whose code the till has not seen yet. */
export function PaymentPart({ entry }: { readonly entry: ActivityEntry }) {
  const words = useTopicWords(wordLoaders);
  const { api } = useWallet();
  const { locale } = useLanguage();
  const task = useTask<PaymentCode>();
  const { paymentId, state } = entry;
  if (words === undefined || paymentId === undefined) return null;
  if (entry.voided === true)
    return (
      <Banner tone="info" title={words.voided}>
        {words.voidedText}
      </Banner>
    );
  if (state.kind !== 'unverified') return null;
  if (task.result !== undefined) return <CodeCanvas text={task.result.code.text} label={words.what} />;
  const show = () => void task.run(() => api.paymentCode(paymentId, locale));
  return (
    <>
      {task.fault !== undefined && <FaultBanner kind={task.fault} />}
      <Button icon="qr" size="l" wide busy={task.busy} onClick={show}>
        {words.showAgain}
      </Button>
    </>
  );
}
