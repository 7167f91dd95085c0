// Where a fold stands after the events up to a place, without the way back before it: a small part of a whole
// checkpoint. It is what wallet and server store.
import { assert } from '#base/assert.ts';
import { type Result, err } from '#base/result.ts';
import { timedAt } from '#loyalty/engine/known-events.ts';
import type { LedgerCheckpoint, RestoreRefusal } from '#loyalty/engine/ledger-checkpoint.ts';
import { restoreLedger, type Ledger } from '#loyalty/engine/ledger.ts';
import type { LoadedProgramme } from '#loyalty/engine/loaded.ts';
import { timedOf, type Timed } from '#loyalty/engine/timeline.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import { isAfter, type Place, placeOfEvent } from './events-in-order.ts';

/**
 * Raise it whenever the engine comes to remember something else or to decide otherwise: what older code has stored is then
 * folded anew. `test/loyalty/ledger/fold-base.test.ts` holds a hash against it.
 */
export const FOLD_BASE_FORMAT = 3;

/** Plain data that survives structured clone; JSON would not keep it. */
export interface FoldBase {
  readonly format: number;
  /** The last event in it. */
  readonly floor: Place;
  readonly ledger: LedgerCheckpoint;
}

/**
 * The base of all that a ledger has folded; `undefined` when that is nothing. Without `postings`, `tellAt` of a ledger from it
 * knows only the later ones. No copy: store it or clone it before the next call of the ledger.
 */
export function baseOf(ledger: Ledger, { postings }: { readonly postings: boolean }): FoldBase | undefined {
  const stand = ledger.stand({ postings });
  if (stand === undefined) return undefined;
  const last = timedAt(stand.known, stand.timeline[0]!);
  return { format: FOLD_BASE_FORMAT, floor: placeOfEvent(last), ledger: stand };
}

/** Whether a ledger from a base with this floor may take the event: it comes later, and refers to nothing before. */
export function canTake(floor: Place, timed: Timed, isLater: (id: string) => boolean): boolean {
  const { of } = timed.event;
  return isAfter(timed, floor) && (of === undefined || isLater(of));
}

/** Goes on from a base, which it takes over. It only takes what `canTake` says and answers for no time before the floor. */
export function ledgerFromBase(
  programmes: readonly LoadedProgramme[],
  { format, floor, ledger }: FoldBase,
): Result<Ledger, RestoreRefusal> {
  if (format !== FOLD_BASE_FORMAT) return err({ kind: 'other_format' });
  const restored = restoreLedger(programmes, ledger);
  return restored.ok ? { ok: true, value: guarded(restored.value, floor) } : restored;
}

function guarded(ledger: Ledger, floor: Place): Ledger {
  const assertFrom = (at: string | undefined) =>
    assert(at === undefined || (instantFromText(at) ?? 0) >= floor.atMs, 'nothing is known before the floor');
  return {
    ...ledger,
    append: (event) => {
      assert(isAfter(timedOf(event), floor), 'a base takes later events only');
      ledger.append(event);
    },
    stateAt: (query) => {
      assertFrom(query.at);
      return ledger.stateAt(query);
    },
    tellAt: (at) => {
      assertFrom(at);
      return ledger.tellAt(at);
    },
  };
}
