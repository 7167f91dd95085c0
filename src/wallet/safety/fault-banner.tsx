import { refusalText } from '#i18n/refusal-kinds.ts';
import { Banner } from '#ui/banner.tsx';
import { useLanguage } from '#ui/language.tsx';

/** Why it did not work and what to do. */
export function FaultBanner({ kind }: { readonly kind: string }) {
  const { refusals } = useLanguage();
  const { headline, next } = refusalText(refusals, kind);
  return (
    <Banner tone="bad" live title={headline}>
      {next}
    </Banner>
  );
}
