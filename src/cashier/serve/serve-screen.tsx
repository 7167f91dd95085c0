import { useEffect } from 'preact/hooks';
import type { TerminalView } from '#bridge/cashier-api.ts';
import { laterPayWithPoints } from '#cashier/pay/later-pay.ts';
import { useServices } from '#cashier/shell/services.ts';
import { serveListens } from '#cashier/shell/serve-listens.ts';
import { useWords } from '#cashier/shell/words.ts';
import { ScannerView } from '#ui/scanner-view.tsx';
import { laterCustomerSides } from './later-customer-sides.ts';
import { type Flow, isBusy } from './flow.ts';
import { laterResultPanel } from './later-result-panel.ts';
import { totalMinorOf } from './sale.ts';
import { SalePanel } from './sale-panel.tsx';
import { type ServeUse, useServe } from './use-serve.ts';
import { useTyping } from './use-typing.ts';
import styles from './serve-screen.module.css';

export type PairedTerminal = Extract<TerminalView, { readonly state: 'paired' }>;

export interface ServeScreenProps {
  readonly terminal: PairedTerminal;
  /** Another screen is in front: the sale stays, camera and keyboard rest. */
  readonly active: boolean;
}

/** One customer after the other: the amount, the customer's code, one result, one receipt. */
export function ServeScreen({ terminal, active }: ServeScreenProps) {
  const { categories, currency } = terminal;
  const serve = useServe(categories);
  const { flow, sale, saleNow, changeSale } = serve;
  useTyping({ active, saleNow, changeSale, onScan: serve.shoot, onEnter: serve.decide });
  // After the typing's own effect, which listens.
  useEffect(() => void (serveListens.value = active), [active]);
  return (
    <div class={styles.serve} data-step={flow.step}>
      <div class={styles.look}>
        <laterResultPanel.Component serve={serve} currency={currency} />
        {active && <Looking serve={serve} />}
      </div>
      <div class={styles.till}>
        <SalePanel sale={sale} currency={currency} categories={categories} onChange={changeSale} />
        {terminal.takesPoints && <laterPayWithPoints.Component serve={serve} currency={currency} />}
      </div>
      <laterCustomerSides.Component serve={serve} />
    </div>
  );
}

/** The camera stays alive under a result, so that the next code is read at once; it rests while a decision is open. */
function Looking({ serve }: { readonly serve: ServeUse }) {
  const { app } = useWords();
  const { openScanner, inputs } = useServices();
  const { flow, sale } = serve;
  const prompt =
    flow.step === 'reading'
      ? app.serve.reading
      : totalMinorOf(sale) === 0
        ? app.serve.amountHint
        : app.serve.scanPrompt;
  return (
    <div class={isBusy(flow) && !staysShown(flow) ? styles.cameraBehind : styles.camera}>
      <ScannerView
        open={openScanner}
        inputs={inputs}
        paused={isBusy(flow)}
        prompt={prompt}
        onText={serve.scan}
      />
    </div>
  );
}

/** Nothing takes its place: a moment of reading, or a sheet in front of everything. */
function staysShown({ step }: Flow): boolean {
  return step === 'reading' || step === 'paying';
}
