import { type LastScan, isSameScan } from '#cashier/serve/same-code.ts';
import { wedgeProfileFrom, wedgeSettingsOf } from '#scan/wedge-calibration.ts';
import { listenToWedge } from '#scan/wedge-listener.ts';
import { readSetting } from '#ui/settings.ts';
import type { ListenToWedge } from './services.ts';

export interface ScannerInputOptions {
  /** Where keys arrive. */
  readonly target: Document;
  readonly after: (delayMs: number, run: () => void) => () => void;
  readonly nowMs: () => number;
  /** Nobody waited for the code of a shot; told once for as long as the scanner is held on it. */
  readonly onUntaken: () => void;
}

export interface ScannerInput {
  readonly listen: ListenToWedge;
  /** As if the scanner had typed it. */
  readonly shoot: (text: string) => void;
}

/**
 * The hardware scanner of this counter, heard on every screen: what it types is kept from fields, forms and buttons
 * also where no code is waited for. Of those who wait the newest gets the code, and nobody else.
 */
export function createScannerInput({ target, after, nowMs, onUntaken }: ScannerInputOptions): ScannerInput {
  const takers: { onScan: (text: string) => boolean; onBegin: (() => void) | undefined }[] = [];
  let last: LastScan | undefined;

  const begin = (): void => takers.at(-1)?.onBegin?.();
  function take(text: string): void {
    const isHeld = isSameScan(last, text, nowMs());
    last = { text, atMs: nowMs() };
    const isTaken = takers.at(-1)?.onScan(text) ?? false;
    if (!isTaken && !isHeld) onUntaken();
  }

  listenToWedge({
    target,
    after,
    onScan: take,
    onBegin: begin,
    settings: counterSettings,
  });
  return {
    shoot(text) {
      begin();
      take(text);
    },
    listen(onScan, onBegin) {
      const taker = { onScan, onBegin };
      takers.push(taker);
      return () => void takers.splice(takers.indexOf(taker), 1);
    },
  };
}

/** As the self-test has found this counter's scanner to speak. */
function counterSettings(): ReturnType<typeof wedgeSettingsOf> {
  const profile = wedgeProfileFrom(readSetting('wedge'));
  return profile === undefined ? {} : wedgeSettingsOf(profile);
}
