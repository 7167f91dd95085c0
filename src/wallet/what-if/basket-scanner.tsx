import { useCallback, useState } from 'preact/hooks';
import type { Outcome } from '#bridge/common-views.ts';
import type { Basket } from '#bridge/wallet-plan.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import type { PlanWords } from '#i18n/topics/plan/en.ts';
import { Banner } from '#ui/banner.tsx';
import { useLanguage } from '#ui/language.tsx';
import { ScannerView } from '#ui/scanner-view.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';

export interface BasketScannerProps {
  readonly open: boolean;
  readonly words: PlanWords;
  readonly onBasket: (basket: Basket) => void;
  readonly onClose: () => void;
}

/** A till's receipt as a basket: its lines are copied, the receipt itself stays where it is. */
export function BasketScanner({ open, words, onBasket, onClose }: BasketScannerProps) {
  const { api, openScanner, inputs } = useWallet();
  const { refusals } = useLanguage();
  const [problem, setProblem] = useState<string>();
  const onText = useCallback(
    (text: string) => {
      api
        .readBasket(text)
        .catch((): Outcome<Basket> => ({ ok: false, error: { kind: 'internal' } }))
        .then((read) => {
          setProblem(read.ok ? undefined : read.error.kind);
          if (read.ok) onBasket(read.value);
        });
    },
    [api, onBasket],
  );
  const close = () => {
    setProblem(undefined);
    onClose();
  };
  const text = problem === undefined ? undefined : refusalText(refusals, problem);
  return (
    <Sheet open={open} title={words.scan} onClose={close}>
      <div class={layout.stack}>
        <p class={layout.soft}>{words.scanHint}</p>
        {text !== undefined && (
          <Banner tone="warn" live title={text.headline}>
            {text.next}
          </Banner>
        )}
        <ScannerView open={openScanner} inputs={inputs} onText={onText} />
      </div>
    </Sheet>
  );
}
