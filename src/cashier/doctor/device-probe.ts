// What the self-test asks the browser itself. The composition root makes the real one, a test its own.
import type { Key } from '#scan/wedge.ts';
import type { WedgeProfile } from '#scan/wedge-calibration.ts';

export interface DeviceFacts {
  readonly hasSound: boolean;
  readonly hasVibration: boolean;
  readonly hasWakeLock: boolean;
  /** Name of this build, from its own script's address. */
  readonly build: string;
  readonly app: 'kept' | 'waiting' | 'not_kept';
  /** How far the wall clock and the monotonic one have come apart since the page was opened. */
  readonly clockJumpMs: number;
  readonly battery?: { readonly percent: number; readonly charging: boolean };
}

export interface DeviceProbe {
  readonly facts: () => Promise<DeviceFacts>;
  /** Calls back with the raw keys of each shot; the answer stops listening. */
  readonly listenToShot: (onShot: (keys: readonly Key[]) => void) => () => void;
  readonly wedgeProfile: () => WedgeProfile | undefined;
  readonly keepWedgeProfile: (profile: WedgeProfile | undefined) => void;
  /** `false` when the browser does not let the page write. */
  readonly copy: (text: string) => Promise<boolean>;
}
