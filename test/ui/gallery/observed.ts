// Lets a test see what a screen asks for, and answer in the sample's place.

import type { WalletApi } from '#bridge/wallet-api.ts';

declare global {
  interface Window {
    /** Names of what was asked, in order. */
    asked?: string[];
    /** What a test lets the worker say instead of the sample: late, never, or something else. Set before the page loads. */
    answers?: Partial<WalletApi>;
  }
}

type Answers = Readonly<Record<string, ((...given: unknown[]) => unknown) | undefined>>;

export function observed<T extends object>(sample: T): T {
  const asked = (window.asked ??= []);
  return new Proxy(sample, {
    get(target, name) {
      const own: unknown = Reflect.get(target, name);
      if (typeof own !== 'function' || typeof name !== 'string') return own;
      return (...given: unknown[]): unknown => {
        asked.push(name);
        return ((window.answers as Answers | undefined)?.[name] ?? own).apply(target, given);
      };
    },
  });
}
