import type { PasskeyWords } from '#i18n/topics/passkey/en.ts';
import { Banner } from '#ui/banner.tsx';
import { FaultBanner } from '#wallet/safety/fault-banner.tsx';

export interface PasskeyFaultProps {
  readonly words: PasskeyWords;
  readonly kind: string;
}

/** Why no passkey answered, and the way on. Who only turned away is told so calmly. */
export function PasskeyFault({ words, kind }: PasskeyFaultProps) {
  const own: Readonly<Record<string, { readonly headline: string; readonly next: string }>> = words.faults;
  const text = Object.hasOwn(own, kind) ? own[kind] : undefined;
  if (text === undefined) return <FaultBanner kind={kind} />;
  return (
    <Banner tone={kind === 'passkey_cancelled' ? 'info' : 'bad'} live title={text.headline}>
      {text.next}
    </Banner>
  );
}
