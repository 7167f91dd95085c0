import type { Locale } from '#base/locale.ts';
import { type Format, createFormat } from '#i18n/format.ts';
import type { UsableCatalogue, UsableProgramme } from '#worker/shared/programmes.ts';
import type { Folds, ProgrammeFold } from './folds.ts';
import { type Holdings, memberLogFrom, readHoldings } from './member-log.ts';
import type { WalletDeps } from './wallet-deps.ts';

/** All that a view needs, read at one moment; the views themselves are pure. */
export interface WalletWorld {
  readonly holdings: Holdings;
  readonly catalogue: UsableCatalogue;
  /** Programmes that the member joined and this build can evaluate, in the order of the catalogue. */
  readonly joined: readonly JoinedProgramme[];
  readonly locale: Locale;
  readonly format: Format;
  readonly nowMs: number;
}

export interface JoinedProgramme {
  readonly programme: UsableProgramme;
  /** Absent when its events have no exact answer. */
  readonly fold?: ProgrammeFold;
}

export async function readWorld(deps: WalletDeps, folds: Folds, locale: Locale): Promise<WalletWorld> {
  const holdings = await readHoldings(deps.stores);
  const catalogue = await deps.usable();
  const nowMs = deps.around.clock.nowMs();
  const log = memberLogFrom(holdings);
  const { memberId } = holdings;
  const ids = new Set(holdings.memberships.map(({ programmeId }) => programmeId));
  const joined = catalogue.programmes
    .filter(({ id }) => ids.has(id))
    .map((programme) => {
      const fold = memberId === undefined ? undefined : folds.fold({ programme, memberId, log, nowMs });
      return { programme, ...(fold === undefined ? {} : { fold }) };
    });
  return { holdings, catalogue, joined, locale, format: formatOf(locale), nowMs };
}

const formats = new Map<Locale, Format>();

/** A language's formatters are dear to make and never change. */
function formatOf(locale: Locale): Format {
  const format = formats.get(locale) ?? createFormat(locale);
  formats.set(locale, format);
  return format;
}
