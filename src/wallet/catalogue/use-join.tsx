import { useState } from 'preact/hooks';
import { answered } from '#bridge/answered.ts';
import type { RefusalView } from '#bridge/common-views.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { Banner } from '#ui/banner.tsx';
import { useLanguage } from '#ui/language.tsx';
import { useWallet } from '#wallet/environment.ts';

export interface Joining {
  readonly join: (programmeId: string) => Promise<void>;
  /** The programme that is being joined. */
  readonly joining?: string;
  readonly refusal?: RefusalView;
}

/** One tap: the worker signs and keeps the join, with or without a line. */
export function useJoin(onJoined: () => void): Joining {
  const { api, requestPersistence } = useWallet();
  const [joining, setJoining] = useState<string>();
  const [refusal, setRefusal] = useState<RefusalView>();
  const join = async (programmeId: string) => {
    setJoining(programmeId);
    setRefusal(undefined);
    const outcome = await answered(api.join(programmeId));
    setJoining(undefined);
    if (!outcome.ok) return setRefusal(outcome.error);
    requestPersistence();
    onJoined();
  };
  return {
    join,
    ...(joining === undefined ? {} : { joining }),
    ...(refusal === undefined ? {} : { refusal }),
  };
}

export function JoinRefused({ reason }: { readonly reason: RefusalView }) {
  const { refusals } = useLanguage();
  const text = refusalText(refusals, reason.kind);
  return (
    <Banner tone="bad" live title={text.headline}>
      {text.next}
    </Banner>
  );
}
