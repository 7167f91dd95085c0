import { useLocation } from 'preact-iso';
import { useEffect, useState } from 'preact/hooks';
import { answered } from '#bridge/answered.ts';
import type { Outcome } from '#bridge/common-views.ts';
import type { ReadReceipt } from '#bridge/wallet-api.ts';
import { wordLoaders } from '#i18n/topics/poster/load.ts';
import { Skeleton } from '#ui/empty-state.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useTopicWords } from '#ui/use-topic-words.ts';
import { useWallet } from '#wallet/environment.ts';
import { ScanResult } from '#wallet/scan/scan-result.tsx';
import { Screen } from '#wallet/screen.tsx';
import { useAddress } from '#wallet/use-address.ts';

/** What the phone's own camera opened: a poster's address, or a receipt behind the `#` that no server ever saw. */
export function OpenedScreen() {
  const words = useTopicWords(wordLoaders);
  const { api } = useWallet();
  const { locale } = useLanguage();
  const { route } = useLocation();
  const [result, setResult] = useState<Outcome<ReadReceipt>>();
  const address = useAddress();
  useEffect(() => {
    let isOvertaken = false;
    setResult(undefined);
    void answered(api.readCode(codeIn(address), locale)).then((outcome) => {
      if (!isOvertaken) setResult(outcome);
    });
    return () => {
      isOvertaken = true;
    };
  }, [api, address]);
  if (words === undefined) return null;
  return (
    <Screen title={words.opened} backHref="/" narrow>
      {result === undefined ? (
        <Skeleton shapes={['hero']} label={words.opening} />
      ) : (
        <ScanResult result={result} onAnother={() => route('/scan')} />
      )}
    </Screen>
  );
}

/** Codes name an https address, whatever a test or a proxy serves this page by. */
function codeIn(address: string): string {
  const { origin, pathname, hash } = new URL(address);
  return `${origin.replace(/^http:/, 'https:')}${pathname}${hash}`;
}
