import type { SafetyView } from '#bridge/wallet-safety.ts';
import type { SafetyWords } from '#i18n/topics/safety/en.ts';

/** What each section of the safety screen is given. */
export interface SafetyPart {
  readonly safety: SafetyView;
  readonly words: SafetyWords;
}
