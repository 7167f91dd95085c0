import { useEffect, useRef } from 'preact/hooks';
import { useServices } from '#cashier/shell/services.ts';
import { padKeyFrom } from './pad-key.ts';
import { type PadKey, type Sale, pressKey } from './sale.ts';

/** A scanner that types sends its keys closer together than any hand (see the scan room's wedge). */
const BURST_GAP_MS = 50;

export interface Typing {
  readonly active: boolean;
  readonly sale: Sale;
  readonly changeSale: (change: (sale: Sale) => Sale) => void;
  readonly onScan: (text: string) => void;
  readonly onEnter: () => void;
}

/**
 * The keyboard types the amount, Enter decides, and a hardware scanner may shoot at any moment: the digits at the
 * head of its code reach the amount before it is known for a scan, so they are taken back when it is.
 */
export function useTyping(typing: Typing): void {
  const { listenToWedge } = useServices();
  const latest = useRef(typing);
  latest.current = typing;
  const burst = useRef<{ lastMs: number; saleBefore: Sale }>({
    lastMs: Number.NEGATIVE_INFINITY,
    saleBefore: typing.sale,
  });

  useEffect(() => {
    if (!typing.active) return undefined;
    const stop = listenToWedge((text) => {
      const { saleBefore } = burst.current;
      latest.current.changeSale(() => saleBefore);
      latest.current.onScan(text);
    });
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.timeStamp - burst.current.lastMs > BURST_GAP_MS)
        burst.current.saleBefore = latest.current.sale;
      burst.current.lastMs = event.timeStamp;
      if (event.defaultPrevented || isForSomethingElse(event)) return;
      if (event.key === 'Enter') return latest.current.onEnter();
      const key = padKeyFrom(event.key);
      if (key !== undefined) press(key);
    };
    const press = (key: PadKey): void => latest.current.changeSale((sale) => pressKey(sale, key));
    document.addEventListener('keydown', onKeyDown);
    return () => {
      stop();
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [listenToWedge, typing.active]);
}

/** Shortcuts of the browser, fields, buttons under Enter, and open dialogs keep their keys. */
function isForSomethingElse({ target, key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || !(target instanceof Element)) return true;
  if (document.querySelector('dialog[open]') !== null) return true;
  if (target.closest('textarea, select, input:not([type=radio], [type=checkbox])') !== null) return true;
  return key === 'Enter' && target.closest('a, button') !== null;
}
