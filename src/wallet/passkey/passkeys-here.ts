import type { TimerClock } from '#wallet/environment.ts';
import type { PasskeyPlatform } from './platform.ts';

export interface PasskeysHere {
  readonly platform: PasskeyPlatform;
  /** This phone itself can verify its person. */
  readonly canMake: boolean;
}

/** A browser that has not answered by then is asked again when the screen is opened anew. */
const PATIENCE_MS = 2_000;

/** What the phone can do. A PIN waits for this, so it always comes to an end: no answer is a phone without passkeys. */
export function passkeysHere(
  load: () => Promise<PasskeyPlatform>,
  clock: Pick<TimerClock, 'after'>,
): Promise<PasskeysHere> {
  const asked = async () => {
    const platform = await load();
    return { platform, canMake: await platform.canMake() };
  };
  return new Promise((done) => {
    const none = { platform: NO_PASSKEYS, canMake: false };
    const stop = clock.after(PATIENCE_MS, () => done(none));
    const end = (here: PasskeysHere) => {
      stop();
      done(here);
    };
    void asked().then(end, () => end(none));
  });
}

const NOT_HERE = { ok: false, error: { kind: 'passkey_not_here' } } as const;

const NO_PASSKEYS: PasskeyPlatform = {
  canMake: async () => false,
  canAsk: () => false,
  make: async () => NOT_HERE,
  ask: async () => NOT_HERE,
  forget: () => undefined,
};
