// Four screens, named after the `#`: the address changes nothing that a server or a service worker must know.
import { useEffect, useState } from 'preact/hooks';

export const SCREENS = ['serve', 'queue', 'shift', 'terminal'] as const;
export type Screen = (typeof SCREENS)[number];

export function hrefOf(screen: Screen): string {
  return `#${screen}`;
}

/** An unknown address is the till's first screen; what follows a slash is a page within the screen. */
export function screenFrom(hash: string): Screen {
  const [screen] = hash.split('/');
  return SCREENS.find((each) => hrefOf(each) === screen) ?? 'serve';
}

/** Pages of the terminal screen. */
export const DETAILS = { check: 'terminal/check' } as const;
export type Detail = keyof typeof DETAILS;

export function hrefOfDetail(detail: (typeof DETAILS)[Detail]): string {
  return `#${detail}`;
}

function detailFrom(hash: string): Detail | undefined {
  return (Object.keys(DETAILS) as Detail[]).find((detail) => hrefOfDetail(DETAILS[detail]) === hash);
}

export function useScreen(): Screen {
  return useAddress(screenFrom);
}

export function useDetail(): Detail | undefined {
  return useAddress(detailFrom);
}

function useAddress<T>(read: (hash: string) => T): T {
  const [value, setValue] = useState(() => read(location.hash));
  useEffect(() => {
    const onChange = (): void => setValue(() => read(location.hash));
    addEventListener('hashchange', onChange);
    // It may have changed between the first drawing and this.
    onChange();
    return () => removeEventListener('hashchange', onChange);
  }, [read]);
  return value;
}
