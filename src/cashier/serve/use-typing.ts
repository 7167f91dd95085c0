import { useEffect, useRef } from 'preact/hooks';
import { useServices } from '#cashier/shell/services.ts';
import { padKeyFrom } from './pad-key.ts';
import { type PadKey, type Sale, pressKey } from './sale.ts';

/** No amount has letters, and every code begins with some: digits that follow one so soon are a scanner's. */
const AFTER_LETTER_MS = 150;

export interface Typing {
  readonly active: boolean;
  readonly saleNow: () => Sale;
  readonly changeSale: (change: (sale: Sale) => Sale) => void;
  /** Whether the code was taken. */
  readonly onScan: (text: string) => boolean;
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

  useEffect(() => {
    if (!typing.active) return undefined;
    let before = latest.current.saleNow();
    let after = before;
    let letterMs = Number.NEGATIVE_INFINITY;
    const stop = listenToWedge(
      (text) => {
        // Whatever else has changed the sale meanwhile, like a payment, stays.
        latest.current.changeSale((sale) => (sale === after ? before : sale));
        return latest.current.onScan(text);
      },
      () => {
        before = after = latest.current.saleNow();
      },
    );
    const onKeyDown = (event: KeyboardEvent): void => {
      const key = padKeyFrom(event.key);
      const isStray = key?.kind === 'digits' && event.timeStamp - letterMs <= AFTER_LETTER_MS;
      if (isStray || /^\p{L}$/u.test(event.key)) letterMs = event.timeStamp;
      if (event.defaultPrevented || isForSomethingElse(event)) return;
      if (event.key === 'Enter') return latest.current.onEnter();
      if (key !== undefined && !isStray) press(key);
    };
    const press = (key: PadKey): void => {
      latest.current.changeSale((sale) => pressKey(sale, key));
      after = latest.current.saleNow();
    };
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
  // The menu's link to this very screen keeps the focus after a glance at another one, and would lead nowhere.
  return key === 'Enter' && target.closest('a:not([aria-current]), button') !== null;
}
