// What the wallet's screens get from the composition root: the worker, time, the scanner, the language.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Clock } from '#base/ports.ts';
import type { WalletApi } from '#bridge/wallet-api.ts';
import type { WalletWords } from '#i18n/wallet/en.ts';
import type { OpenScanner, StillInputs } from '#ui/scanner-control.ts';
import type { LanguageChoice } from '#ui/use-app-language.ts';
import type { Offer } from './offer.ts';
import type { PasskeyPlatform } from './passkey/platform.ts';

/** A clock with a one-shot timer; `after` returns its cancellation. */
export interface TimerClock extends Clock {
  after(delayMs: number, run: () => void): () => void;
}

export interface WalletEnvironment {
  readonly api: WalletApi;
  readonly clock: TimerClock;
  readonly openScanner: OpenScanner;
  readonly inputs: StillInputs;
  /** The phone's own lock; loaded when a screen first needs it. */
  readonly passkeys: () => Promise<PasskeyPlatform>;
  /** Asks the browser to keep the data. It may answer much later, or never: nobody waits for it. */
  readonly requestPersistence: () => void;
  /** Set while the browser would let the person install. */
  readonly install: Offer;
  /** Set while a new version waits. */
  readonly update: Offer;
  /** Set while a tab with an older version keeps the database from opening. */
  readonly heldUp: Offer;
  /** Set when the worker died: nothing can be loaded until the page starts anew. */
  readonly restart: Offer;
  /** The app can only be installed by hand (iOS) and is not installed yet. */
  readonly installByHand: boolean;
}

export const EnvironmentContext = createContext<WalletEnvironment | undefined>(undefined);
export const LanguageChoiceContext = createContext<LanguageChoice<WalletWords> | undefined>(undefined);

export function useWallet(): WalletEnvironment {
  return present(useContext(EnvironmentContext), 'wallet environment');
}

export function useLanguageChoice(): LanguageChoice<WalletWords> {
  return present(useContext(LanguageChoiceContext), 'language choice');
}

/** The wallet's own words in the language in force. */
export function useWords(): WalletWords {
  return present(useLanguageChoice().language, 'language').app;
}

function present<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`bug: no ${what} around this component`);
  return value;
}
