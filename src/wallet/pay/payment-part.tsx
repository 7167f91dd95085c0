import { useState } from 'preact/hooks';
import type { ActivityEntry } from '#bridge/wallet-api.ts';
import type { PaymentCode } from '#bridge/wallet-pay.ts';
import { wordLoaders } from '#i18n/topics/pay/load.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { CodeCanvas } from '#ui/code-canvas.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useWallet } from '#wallet/environment.ts';

/** A payment that was taken back, or whose code the till has not seen yet. */
export function PaymentPart({ entry }: { readonly entry: ActivityEntry }) {
  const words = useTopicWords(wordLoaders);
  const { api } = useWallet();
  const { locale } = useLanguage();
  const [code, setCode] = useState<PaymentCode>();
  const { paymentId, state } = entry;
  if (words === undefined || paymentId === undefined) return null;
  if (entry.voided === true)
    return (
      <Banner tone="info" title={words.voided}>
        {words.voidedText}
      </Banner>
    );
  if (state.kind !== 'unverified') return null;
  const show = async () => {
    const outcome = await api.paymentCode(paymentId, locale);
    if (outcome.ok) setCode(outcome.value);
  };
  return code === undefined ? (
    <Button icon="qr" size="l" wide onClick={() => void show()}>
      {words.showAgain}
    </Button>
  ) : (
    <CodeCanvas text={code.code.text} label={words.what} />
  );
}
