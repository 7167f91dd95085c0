import { useEffect, useRef } from 'preact/hooks';
import { useServices } from '#cashier/shell/services.ts';
import { ScannerView } from '#ui/scanner-view.tsx';

/** Camera and hardware scanner at once, as at a sale. */
export function ScanStep(props: {
  readonly aim: string;
  readonly busy: boolean;
  readonly onText: (text: string) => void;
}) {
  const { openScanner, inputs, listenToWedge } = useServices();
  const { aim, busy, onText } = props;
  const latest = useRef(props);
  latest.current = props;
  useEffect(
    () =>
      listenToWedge((text) => {
        if (!latest.current.busy) latest.current.onText(text);
        return !latest.current.busy;
      }),
    [listenToWedge],
  );
  return <ScannerView open={openScanner} inputs={inputs} prompt={aim} paused={busy} onText={onText} />;
}
