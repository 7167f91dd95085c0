import type { ProgrammeBalance, UnitBalance } from '#bridge/wallet-api.ts';
import type { LotView } from '#bridge/wallet-programme.ts';
import { versionAt } from '#loyalty/engine/loaded.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import type { Unit } from '#loyalty/programme/types.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import { unitName } from './programme-words.ts';
import { durationText } from './quantity-words.ts';
import { timeEntryId, timePostings } from './time-postings.ts';
import type { JoinedProgramme, WalletWorld } from './wallet-world.ts';

export function unitsOf(programme: UsableProgramme, world: WalletWorld): readonly Unit[] {
  return [...versionAt(programme.loaded, world.nowMs).units.values()];
}

/** None where there is no answer: a zero would be one. */
export function unitBalances(joined: JoinedProgramme, world: WalletWorld): readonly UnitBalance[] {
  if (joined.fold === undefined) return [];
  return unitsOf(joined.programme, world).map((unit) => unitBalance(joined, unit, world));
}

function unitBalance(
  { programme, fold }: JoinedProgramme,
  { id, scale }: Unit,
  world: WalletWorld,
): UnitBalance {
  const qty = fold?.state.balance[id] ?? 0;
  const pendingQty = qty - (fold?.confirmed.balance[id] ?? 0);
  return { unitId: id, unitName: unitName(programme, id, world), qty, scale, pendingQty };
}

/** Each unit with what it is made of, and what comes to it later. */
export function programmeBalances(joined: JoinedProgramme, world: WalletWorld): readonly ProgrammeBalance[] {
  if (joined.fold === undefined) return [];
  return unitsOf(joined.programme, world).map((unit) => {
    const later = joined.fold?.state.pending[unit.id] ?? [];
    return {
      ...unitBalance(joined, unit, world),
      lots: lotsOf(joined, unit.id),
      later: later.flatMap(([at, qty]) => {
        const usableMs = instantFromText(at);
        return usableMs === undefined ? [] : [{ qty, usableMs }];
      }),
      ...(unit.idle === undefined ? {} : { idleAfter: durationText(unit.idle, world) }),
    };
  });
}

function lotsOf(joined: JoinedProgramme, unitId: string): readonly LotView[] {
  return (joined.fold?.state.lots[unitId] ?? []).flatMap(({ qty, from, until }) => {
    const fromMs = instantFromText(from);
    const untilMs = until === undefined ? undefined : instantFromText(until);
    const entryId = entryThatGave(joined, unitId, from);
    return fromMs === undefined
      ? []
      : [
          {
            qty,
            fromMs,
            ...(untilMs === undefined ? {} : { untilMs }),
            ...(entryId === undefined ? {} : { entryId }),
          },
        ];
  });
}

/** The entry of the activity that gave a lot: both stand under the same instant. */
function entryThatGave(
  { programme, fold }: JoinedProgramme,
  unitId: string,
  from: string,
): string | undefined {
  const isCause = (posting: { readonly unit: string; readonly at: string; readonly qty: number }) =>
    posting.unit === unitId && posting.at === from && posting.qty > 0;
  const posting = fold?.postings.find(isCause);
  if (posting === undefined || fold === undefined) return undefined;
  if (posting.eventId !== undefined) return posting.eventId;
  return timeEntryId(programme.id, timePostings(fold), posting);
}
