import { refusalText } from '#i18n/refusal-kinds.ts';
import type { SafetyWords } from '#i18n/topics/safety/en.ts';
import { Banner } from '#ui/banner.tsx';
import { useLanguage } from '#ui/language.tsx';

/** Why it did not work and what to do: the topic's own words first, then those that every screen shares. */
export function FaultBanner({ kind, words }: { readonly kind: string; readonly words: SafetyWords }) {
  const { refusals } = useLanguage();
  const { headline, next } = words.faults[kind] ?? refusalText(refusals, kind);
  return (
    <Banner tone="bad" live title={headline}>
      {next}
    </Banner>
  );
}
