import type { UsableProgramme } from '#worker/shared/programmes.ts';
import { createFoldAccount, type FoldAccount } from './fold-account.ts';
import { foldFromGlance } from './fold-glance.ts';
import type { FoldDeps, FoldRequest, Folds } from './programme-fold.ts';

interface OpenAccount {
  readonly programme: UsableProgramme;
  readonly terms: string;
  readonly account: FoldAccount;
}

/** What the numbers follow from besides the events: a fresh catalogue that says the same changes nothing. */
function termsOf({ group: { loaded, scopes } }: UsableProgramme): string {
  const hashes = loaded.flatMap(({ versions }) => versions.map(({ hash }) => hash));
  return JSON.stringify([hashes, scopes]);
}

/** One account per programme, for as long as its terms stay the same. */
export function createFolds(deps: FoldDeps): Folds {
  const accounts = new Map<string, OpenAccount>();

  function accountOf({ programme, memberId }: FoldRequest): FoldAccount {
    const known = accounts.get(programme.id);
    const terms = termsOf(programme);
    if (known?.terms === terms && known.account.memberId === memberId) return known.account;
    known?.account.long.stop();
    const account = createFoldAccount(deps, programme, memberId);
    accounts.set(programme.id, { programme, terms, account });
    return account;
  }

  return {
    fold: (request) => accountOf(request).fold(request),
    settledState: (request) => accountOf(request).settledState(request),
    lastKnown: async (memberId) => {
      const rows = await deps.store.glances();
      const known = rows.flatMap((row) => foldFromGlance(row, memberId) ?? []);
      return new Map(known.map(({ programmeId, answer }) => [programmeId, answer]));
    },
    progress: () =>
      [...accounts.values()].flatMap(({ programme, account }) => {
        const progress = account.long.progress();
        return progress === undefined ? [] : [{ programme, ...progress }];
      }),
    stop: (programmeId) => accounts.get(programmeId)?.account.long.stop(),
    goOn: (programmeId) => accounts.get(programmeId)?.account.long.goOn(),
  };
}
