// Four screens, named after the `#`: the address changes nothing that a server or a service worker must know.
import { useEffect, useState } from 'preact/hooks';

export const SCREENS = ['serve', 'queue', 'shift', 'terminal'] as const;
export type Screen = (typeof SCREENS)[number];

export function hrefOf(screen: Screen): string {
  return `#${screen}`;
}

/** An unknown address is the till's first screen. */
export function screenFrom(hash: string): Screen {
  return SCREENS.find((screen) => hrefOf(screen) === hash) ?? 'serve';
}

export function useScreen(): Screen {
  const [screen, setScreen] = useState(() => screenFrom(location.hash));
  useEffect(() => {
    const onChange = (): void => setScreen(screenFrom(location.hash));
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, []);
  return screen;
}
