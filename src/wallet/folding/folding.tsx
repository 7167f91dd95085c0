import type { ConnectionView } from '#bridge/common-views.ts';
import { usePart } from '#ui/use-part.ts';
import type { CatchingUp } from './catching-up.tsx';
import type { FoldNotice, FoldNoticeProps } from './fold-notice.tsx';

/** Says that numbers are not of now and why. Nearly always there is nothing to say, so what says it comes only then. */
export function Folding({ programmes, part }: FoldNoticeProps) {
  const unsettled = programmes.filter((programme) => programme.unsettled !== undefined);
  const loaded = useWhenNeeded(unsettled.length > 0, importNotice);
  return loaded === undefined ? null : <loaded.FoldNotice programmes={unsettled} part={part} />;
}

/** Under the title of every screen, while this device still lacks a part of what it missed. */
export function CatchUp({ progress }: { readonly progress: ConnectionView['catchingUp'] }) {
  const loaded = useWhenNeeded(progress !== undefined, importCatchingUp);
  return loaded === undefined || progress === undefined ? null : <loaded.CatchingUp progress={progress} />;
}

const importNotice = (): Promise<{ readonly FoldNotice: typeof FoldNotice }> => import('./fold-notice.tsx');
const importCatchingUp = (): Promise<{ readonly CatchingUp: typeof CatchingUp }> =>
  import('./catching-up.tsx');

function useWhenNeeded<T>(isNeeded: boolean, load: () => Promise<T>): T | undefined {
  const { part } = usePart(isNeeded ? load : undefined);
  return isNeeded ? part : undefined;
}
