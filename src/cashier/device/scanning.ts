// Connects the scan room to the screens. Everything heavy is loaded when the camera is first wanted.
import type { CameraSource, LensStore } from '#scan/camera-source.ts';
import type { DecoderSet } from '#scan/decoder.ts';
import { textFromPaste } from '#scan/pasted-text.ts';
import type { ScanClock } from '#scan/scanner.ts';
import { listenToWedge } from '#scan/wedge-listener.ts';
import type { Services } from '#cashier/shell/services.ts';
import { readSetting, writeSetting } from '#ui/settings.ts';

export interface DeviceScanning {
  readonly clock: ScanClock;
  /** The camera of the demo page, when this page is framed by it. */
  readonly demo: CameraSource | undefined;
}

type Scanning = Pick<Services, 'openScanner' | 'inputs' | 'listenToWedge'>;

const lensStore: LensStore = {
  load: () => readSetting('lens'),
  save: (lensId) => writeSetting('lens', lensId),
};

export function createDeviceScanning({ clock, demo }: DeviceScanning): Scanning {
  let decoders: Promise<DecoderSet> | undefined;
  const loadDecoders = (): Promise<DecoderSet> => {
    decoders ??= import('#scan/device-decoders.ts').then(({ deviceDecoders }) => deviceDecoders());
    return decoders;
  };

  return {
    openScanner: async ({ video, onText, onRepeat, onProblem, onState }) => {
      const [{ createScanner }, { deviceCamera }, set] = await Promise.all([
        import('#scan/scanner.ts'),
        import('#scan/device-camera.ts'),
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
    },
    inputs: {
      readImage: async (file) => {
        const [{ decodeImageFile }, set] = await Promise.all([import('#scan/image-file.ts'), loadDecoders()]);
        return decodeImageFile(file, set, ['qr_code']);
      },
      readPaste: textFromPaste,
    },
    listenToWedge: (onScan) => listenToWedge({ target: document, after: clock.after, onScan }),
  };
}
