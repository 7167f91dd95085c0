import type { ScanClock } from '#scan/scanner.ts';
import { wedgeProfileFrom } from '#scan/wedge-calibration.ts';
import { listenToShot } from '#scan/wedge-shot.ts';
import { isKeptWhole } from '#ui/keep-app.ts';
import { readSetting, writeSetting } from '#ui/settings.ts';
import type { DeviceFacts, DeviceProbe } from './device-probe.ts';

/** Wall clock minus monotonic clock, as they stood when the page was opened. */
export interface ProbeOptions {
  readonly clock: ScanClock;
  readonly apartAtStartMs: number;
}

/** The probe of a real browser. */
export function browserProbe({ clock, apartAtStartMs }: ProbeOptions): DeviceProbe {
  return {
    facts: async () => {
      const [app, battery] = await Promise.all([appState(clock), batteryState()]);
      return {
        hasSound: typeof AudioContext !== 'undefined',
        hasVibration: 'vibrate' in navigator,
        hasWakeLock: 'wakeLock' in navigator,
        build: buildName(),
        app,
        clockJumpMs: clock.nowMs() - clock.monotonicMs() - apartAtStartMs,
        ...(battery === undefined ? {} : { battery }),
      };
    },
    listenToShot: (onShot) => listenToShot({ target: document, after: clock.after, onShot }),
    wedgeProfile: () => wedgeProfileFrom(readSetting('wedge')),
    keepWedgeProfile: (profile) =>
      writeSetting('wedge', profile === undefined ? '' : JSON.stringify(profile)),
    copy: (text) =>
      navigator.clipboard === undefined
        ? Promise.resolve(false)
        : navigator.clipboard.writeText(text).then(
            () => true,
            () => false,
          ),
  };
}

/** Builds name their files by content: `index-3f9c1a.js` is the build `3f9c1a`. */
function buildName(): string {
  const entry = document.querySelector<HTMLScriptElement>('script[type=module][src]')?.src ?? '';
  return /-([\w-]+)\.js$/.exec(entry)?.[1] ?? 'dev';
}

async function appState({ after }: ScanClock): Promise<DeviceFacts['app']> {
  if (!('serviceWorker' in navigator)) return 'not_kept';
  const registration = await navigator.serviceWorker.getRegistration().catch(() => undefined);
  if (registration === undefined || !(await isKeptWhole(registration, after))) return 'not_kept';
  return registration.waiting === null ? 'kept' : 'waiting';
}

/** Chromium only; the DOM library does not know it. */
interface BatteryNavigator {
  readonly getBattery?: () => Promise<{ readonly level: number; readonly charging: boolean }>;
}

async function batteryState(): Promise<DeviceFacts['battery']> {
  const asked = await (navigator as BatteryNavigator).getBattery?.().catch(() => undefined);
  return asked === undefined
    ? undefined
    : { percent: Math.round(asked.level * 100), charging: asked.charging };
}
