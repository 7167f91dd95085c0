// A birthday that was given to one programme, and not to another that asks for it.
import type { Locale } from '#base/locale.ts';
import type { ProgrammeLook } from '#bridge/common-views.ts';
import type { WalletProfileApi } from '#bridge/wallet-profile.ts';
import { publishedBirthdays } from './published-worlds.ts';

export interface SampleBirthdays {
  readonly nowMs: number;
  readonly full: boolean;
  readonly look: (locale: Locale) => ProgrammeLook;
  readonly later: <T>(value: T) => Promise<T>;
}

const GIVES: Partial<Record<Locale, string>> = { en: 'Birthday treat', fa: 'هدیهٔ تولد' };

export function sampleBirthdays({ nowMs, full, look, later }: SampleBirthdays): WalletProfileApi {
  const given = (locale: Locale) => ({
    look: look(locale),
    gives: [GIVES[locale] ?? 'Birthday treat'],
    told: { month: 5, day: 15, pending: true },
    changesMs: Date.UTC(2027, 0, 1),
  });
  return {
    birthdays: (locale) => later(full ? [given(locale), ...publishedBirthdays(locale, nowMs)] : []),
    tellBirthday: () => later({ ok: true, value: null }),
  };
}
