import type { Locale } from '#base/locale.ts';
import { type Format, createFormat } from '#i18n/format.ts';
import { eventsOfGroup } from '#loyalty/ledger/programme-group.ts';
import type { UsableCatalogue, UsableProgramme } from '#worker/shared/programmes.ts';
import type { AddedProgramme, FileJudge } from './added-programmes.ts';
import type { FoldAnswer, Folds } from './programme-fold.ts';
import {
  type Holdings,
  logWithOwnJoin,
  joinedIds,
  memberLogFrom,
  readHoldings,
  readWithoutReceipts,
} from './member-log.ts';
import { type ProgrammeHistory, createHistory } from './programme-history.ts';
import type { WalletDeps } from './wallet-deps.ts';
import { withdrawnAmong } from './withdrawn-vouchers.ts';

/** All that a view needs, read at one moment; the views themselves are pure. */
export interface WalletWorld {
  readonly holdings: Holdings;
  readonly catalogue: UsableCatalogue;
  /** Programmes that the member joined and this build can evaluate, in the order of the catalogue. */
  readonly joined: readonly JoinedProgramme[];
  /** From files and links, judged and counted apart. */
  readonly added: readonly (JoinedProgramme & AddedProgramme)[];
  /** Ids of vouchers that their issuer took back. */
  readonly withdrawn: ReadonlySet<string>;
  readonly locale: Locale;
  readonly format: Format;
  readonly nowMs: number;
}

export interface JoinedProgramme extends FoldAnswer {
  readonly programme: UsableProgramme;
  /** Only where the fold is exact and of now: what it is asked must fit to it. */
  readonly history?: ProgrammeHistory;
}

export async function readWorld(deps: WalletDeps, folds: Folds, locale: Locale): Promise<WalletWorld> {
  const holdings = await readHoldings(deps.stores);
  const log = memberLogFrom(holdings);
  const nowMs = deps.around.clock.nowMs();
  return worldFrom({ deps, holdings, locale, nowMs }, async (programme, memberId, addedAtMs) => {
    const join = { memberId, programmeId: programme.id, atMs: addedAtMs ?? 0 };
    const seen = addedAtMs === undefined ? log : logWithOwnJoin(log, join);
    const answer = await folds.fold({ programme, memberId, log: seen, nowMs });
    if (answer.fold === undefined || answer.unsettled !== undefined) return answer;
    const events = () => eventsOfGroup(seen.events, programme.group);
    return { ...answer, history: createHistory({ programme, memberId, events, nowMs }) };
  });
}

/**
 * The world as it was when it was last folded: without receipts and without any folding, so it is there at once however long
 * the history. `undefined` when some programme has never been folded here.
 */
export async function readLastWorld(
  deps: WalletDeps,
  folds: Folds,
  locale: Locale,
): Promise<WalletWorld | undefined> {
  const holdings = await readWithoutReceipts(deps.stores);
  const last = await folds.lastKnown(holdings.memberId ?? '');
  const nowMs = deps.around.clock.nowMs();
  const world = await worldFrom({ deps, holdings, locale, nowMs }, async ({ id }) => last.get(id) ?? {});
  return world.joined.every(({ unsettled }) => unsettled !== undefined) ? world : undefined;
}

interface Reading {
  readonly deps: WalletDeps;
  readonly holdings: Holdings;
  readonly locale: Locale;
  readonly nowMs: number;
}

async function worldFrom(
  { deps, holdings, locale, nowMs }: Reading,
  /** `addedAtMs`: the programme came from a file, and counts from then on. */
  answerFor: (
    programme: UsableProgramme,
    memberId: string,
    addedAtMs?: number,
  ) => Promise<Omit<JoinedProgramme, 'programme'>>,
): Promise<WalletWorld> {
  const catalogue = await deps.usable();
  const { memberId } = holdings;
  const ids = joinedIds(holdings);
  const joined: JoinedProgramme[] = [];
  for (const programme of catalogue.programmes) {
    if (!ids.has(programme.id) || holdings.hidden.has(programme.id)) continue;
    const answer = memberId === undefined ? {} : await answerFor(programme, memberId);
    joined.push({ ...answer, programme });
  }
  const trusted = await deps.catalogue.current();
  const added: WalletWorld['added'][number][] = [];
  for (const one of await deps.addedFrom(holdings.added, { catalogue, trusted, nowMs })) {
    const answer = memberId === undefined ? {} : await answerFor(one.programme, memberId, one.addedAtMs);
    added.push({ ...one, ...answer });
  }
  const withdrawn = await withdrawnAmong(deps, holdings.vouchers);
  return { holdings, catalogue, joined, added, withdrawn, locale, format: formatOf(locale), nowMs };
}

/** What a file is judged by, as of now. */
export async function fileJudge(deps: WalletDeps): Promise<FileJudge> {
  const trusted = await deps.catalogue.current();
  return { catalogue: await deps.usable(), trusted, nowMs: deps.around.clock.nowMs() };
}

const formats = new Map<Locale, Format>();

/** A language's formatters are dear to make and never change. */
function formatOf(locale: Locale): Format {
  const format = formats.get(locale) ?? createFormat(locale);
  formats.set(locale, format);
  return format;
}
