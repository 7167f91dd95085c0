// Connects the scanner view to the scan room. Camera, decoders and the rest are loaded when a scan screen opens.
import type { OpenScanner, StillInputs } from '#ui/scanner-control.ts';
import { demoCamera } from '#ui/demo-link.ts';
import { readSetting, writeSetting } from '#ui/settings.ts';
import { textFromPaste } from '#scan/pasted-text.ts';
import type { TimerClock } from './environment.ts';

export interface Scanning {
  readonly openScanner: OpenScanner;
  readonly inputs: StillInputs;
}

export function createScanning(clock: TimerClock): Scanning {
  const decoders = once(async () => (await import('#scan/device-decoders.ts')).deviceDecoders());
  const openScanner: OpenScanner = async ({ video, onText, onRepeat, onProblem, onState }) => {
    const [{ createScanner }, { deviceCamera }, decoderSet] = await Promise.all([
      import('#scan/scanner.ts'),
      import('#scan/device-camera.ts'),
      decoders(),
    ]);
    return createScanner({
      source: demoCamera() ?? deviceCamera(),
      decoders: decoderSet,
      video,
      clock,
      onReading: ({ reading }) => onText(reading.text),
      onRepeat: ({ reading }) => onRepeat(reading.text),
      onProblem,
      onState,
      lensStore: { load: () => readSetting('lens'), save: (lensId) => writeSetting('lens', lensId) },
    });
  };
  const readImage: StillInputs['readImage'] = async (file) => {
    const [{ decodeImageFile }, decoderSet] = await Promise.all([import('#scan/image-file.ts'), decoders()]);
    return decodeImageFile(file, decoderSet, ['qr_code']);
  };
  return { openScanner, inputs: { readImage, readPaste: textFromPaste } };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
