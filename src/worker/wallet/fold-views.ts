import type { FoldProgressView, WalletFoldsApi } from '#bridge/wallet-folds.ts';
import type { Locale } from '#base/locale.ts';
import type { WalletParts } from './wallet-parts.ts';

/** What the screens may know and decide about balances that take a while. */
export function createFoldViews({ folds }: Pick<WalletParts, 'folds'>): WalletFoldsApi {
  return {
    foldProgress: async (locale: Locale): Promise<readonly FoldProgressView[]> =>
      folds.progress().map(({ programme, done, total, stopped }) => ({
        programmeId: programme.id,
        programmeName: programme.presentation.name[locale],
        done,
        total,
        stopped,
      })),
    stopFold: async (programmeId) => folds.stop(programmeId),
    continueFold: async (programmeId) => folds.goOn(programmeId),
  };
}
