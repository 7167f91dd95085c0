// Connects the scanner view to the scan room, for both apps. Camera and decoders are loaded when first wanted.
import type { CameraSource, LensStore } from '#scan/camera-source.ts';
import { textFromPaste } from '#scan/pasted-text.ts';
import type { ScanClock } from '#scan/scanner.ts';
import { loadOnce, loadPart } from './load-part.ts';
import type { OpenScanner, StillInputs } from './scanner-control.ts';
import { readSetting, writeSetting } from './settings.ts';

export interface DeviceScanningOptions {
  readonly clock: ScanClock;
  /** The camera of the demo page, when this page is framed by it. */
  readonly demo: CameraSource | undefined;
}

export interface DeviceScanning {
  readonly openScanner: OpenScanner;
  readonly inputs: StillInputs;
}

const lensStore: LensStore = {
  load: () => readSetting('lens'),
  save: (lensId) => writeSetting('lens', lensId),
};

const parts = {
  decoders: () => import('#scan/device-decoders.ts'),
  scanner: () => import('#scan/scanner.ts'),
  camera: () => import('#scan/device-camera.ts'),
  imageFile: () => import('#scan/image-file.ts'),
};

export function createDeviceScanning({ clock, demo }: DeviceScanningOptions): DeviceScanning {
  const loadDecoders = loadOnce(parts.decoders, ({ deviceDecoders }) => deviceDecoders());
  const openScanner: OpenScanner = async ({ video, onText, onRepeat, onProblem, onState }) => {
    const [{ createScanner }, { deviceCamera }, set] = await Promise.all([
      loadPart(parts.scanner),
      loadPart(parts.camera),
      loadDecoders(),
    ]);
    set.warm();
    return createScanner({
      source: demo ?? deviceCamera(),
      decoders: set,
      video,
      clock,
      lensStore,
      onReading: ({ reading }) => onText(reading.text),
      onRepeat: ({ reading }) => onRepeat(reading.text),
      onProblem,
      onState,
    });
  };
  const readImage: StillInputs['readImage'] = async (file) => {
    const [{ decodeImageFile }, set] = await Promise.all([loadPart(parts.imageFile), loadDecoders()]);
    return decodeImageFile(file, set, ['qr_code']);
  };
  return { openScanner, inputs: { readImage, readPaste: textFromPaste } };
}
