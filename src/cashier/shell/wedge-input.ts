import { listenToWedge } from '#scan/wedge-listener.ts';
import { wedgeProfileFrom, wedgeSettingsOf } from '#scan/wedge-calibration.ts';
import { readSetting } from '#ui/settings.ts';

export interface WedgeInput {
  readonly after: (delayMs: number, run: () => void) => () => void;
  readonly onScan: (text: string) => void;
  readonly onBegin?: () => void;
}

/** Listens as the self-test has found this counter's scanner to speak. Returns the way to stop. */
export function listenToScanner(input: WedgeInput): () => void {
  const profile = wedgeProfileFrom(readSetting('wedge'));
  const settings = profile === undefined ? {} : wedgeSettingsOf(profile);
  return listenToWedge({ target: document, ...input, settings });
}
