import { useEffect, useState } from 'preact/hooks';
import type { UnsettledView } from '#bridge/wallet-folds.ts';
import type { FoldNotice } from './fold-notice.tsx';

/** As much of a programme's view as tells of what time its numbers are. */
export interface Unsettled {
  readonly look: { readonly programmeId: string };
  readonly unsettled?: UnsettledView;
}

/** Says that numbers are not of now and why. Nearly always there is nothing to say, so what says it comes only then. */
export function Folding({ programmes }: { readonly programmes: readonly Unsettled[] }) {
  const [loaded, setLoaded] = useState<{ readonly Notice: typeof FoldNotice }>();
  const unsettled = programmes.filter((programme) => programme.unsettled !== undefined);
  const isNeeded = unsettled.length > 0;
  useEffect(() => {
    if (!isNeeded) return;
    void import('./fold-notice.tsx').then(({ FoldNotice: Notice }) => setLoaded({ Notice }));
  }, [isNeeded]);
  return loaded === undefined || !isNeeded ? null : <loaded.Notice programmes={unsettled} />;
}
