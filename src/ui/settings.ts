// Small choices of this device. Storage may be forbidden (private windows, policies): then they last for the visit.

export type Setting = 'locale' | 'calendar' | 'theme' | 'lens' | 'install-dismissed' | 'sounds' | 'wedge';

export function readSetting(setting: Setting): string | undefined {
  try {
    return localStorage.getItem(`tessera-${setting}`) ?? undefined;
  } catch {
    return undefined;
  }
}

export function writeSetting(setting: Setting, value: string): void {
  try {
    localStorage.setItem(`tessera-${setting}`, value);
  } catch {
    // Nothing depends on it being remembered.
  }
}
