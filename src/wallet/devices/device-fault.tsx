import { refusalText } from '#i18n/refusal-kinds.ts';
import type { DevicesWords } from '#i18n/topics/devices/en.ts';
import { Banner } from '#ui/banner.tsx';
import { useLanguage } from '#ui/language.tsx';

/** Why it did not work: in the words of devices where they have some, else in those of every refusal. */
export function DeviceFault({ kind, words }: { readonly kind: string; readonly words: DevicesWords }) {
  const { refusals } = useLanguage();
  const own: Readonly<Record<string, string>> = words.faults;
  if (own[kind] !== undefined) return <Banner tone="bad" live title={own[kind]} />;
  const { headline, next } = refusalText(refusals, kind);
  return (
    <Banner tone="bad" live title={headline}>
      {next}
    </Banner>
  );
}
