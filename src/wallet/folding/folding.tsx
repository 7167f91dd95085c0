import { useEffect, useState } from 'preact/hooks';
import type { FoldNotice, FoldNoticeProps } from './fold-notice.tsx';

/** Says that numbers are not of now and why. Nearly always there is nothing to say, so what says it comes only then. */
export function Folding({ programmes, part }: FoldNoticeProps) {
  const [loaded, setLoaded] = useState<{ readonly Notice: typeof FoldNotice }>();
  const unsettled = programmes.filter((programme) => programme.unsettled !== undefined);
  const isNeeded = unsettled.length > 0;
  useEffect(() => {
    if (!isNeeded) return;
    void import('./fold-notice.tsx').then(({ FoldNotice: Notice }) => setLoaded({ Notice }));
  }, [isNeeded]);
  return loaded === undefined || !isNeeded ? null : <loaded.Notice programmes={unsettled} part={part} />;
}
