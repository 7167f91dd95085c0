import { useCallback, useState } from 'preact/hooks';
import { answered } from '#bridge/answered.ts';
import type { Outcome } from '#bridge/common-views.ts';
import type { ReadReceipt } from '#bridge/wallet-api.ts';
import { useLanguage } from '#ui/language.tsx';
import { ScannerView } from '#ui/scanner-view.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useWallet, useWords } from '#wallet/environment.ts';
import { ChallengeSheet } from '#wallet/pay/challenge-sheet.tsx';
import { PaySheet } from '#wallet/pay/pay-sheet.tsx';
import { Screen } from '#wallet/screen.tsx';
import { ScanResult } from './scan-result.tsx';

export function ScanScreen() {
  const words = useWords();
  const { api, openScanner, inputs } = useWallet();
  const { locale } = useLanguage();
  const [reading, setReading] = useState(false);
  const [result, setResult] = useState<Outcome<ReadReceipt>>();
  const onText = useCallback(
    (text: string) => {
      setReading(true);
      void answered(api.readCode(text, locale)).then((outcome) => {
        setReading(false);
        setResult(outcome);
      });
    },
    [api, locale],
  );
  const close = () => setResult(undefined);
  const asked = result?.ok === true ? result.value : undefined;
  const request = asked?.kind === 'pay_request' ? asked : undefined;
  const challenge = asked?.kind === 'challenge' ? asked : undefined;
  const plain = request === undefined && challenge === undefined ? result : undefined;
  return (
    <Screen title={words.scan.title} narrow>
      <ScannerView
        open={openScanner}
        inputs={inputs}
        onText={onText}
        paused={reading || result !== undefined}
      />
      <PaySheet
        asked={request && { text: request.text, ask: request.ask, paid: request.paymentId !== undefined }}
        onClose={close}
        onScanReceipt={close}
      />
      <ChallengeSheet asked={challenge} onClose={close} onScanReceipt={close} />
      <Sheet open={plain !== undefined} title={words.scan.title} onClose={close}>
        {plain !== undefined && <ScanResult result={plain} onAnother={close} />}
      </Sheet>
    </Screen>
  );
}
