import type { AgendaItem, AgendaView, CalendarApi } from '#bridge/wallet-calendar.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import { type AgendaScope, uidOf } from './agenda-item.ts';
import { lapseItems } from './agenda-lapses.ts';
import { occasionItems } from './agenda-occasions.ts';
import { challengeItems, computationItems, dropItems } from './agenda-ticks.ts';
import { eventsIn } from './plan-basket.ts';
import { lapsingThisWeek, lapsingViews } from './programme-view.ts';
import { lookOf } from './programme-words.ts';
import { unsettledOf } from './unsettled.ts';
import { voucherViews } from './voucher-view.ts';
import type { WalletParts } from './wallet-parts.ts';
import { type WalletWorld, readWorld } from './wallet-world.ts';

const AHEAD_MS = 366 * 24 * 3_600_000;

export function createCalendar({ deps, folds }: Pick<WalletParts, 'deps' | 'folds'>): CalendarApi {
  return {
    agenda: async (locale) => agendaView(await readWorld(deps, folds, locale)),
    lapsingThisWeek: async () => {
      const world = await readWorld(deps, folds, 'en');
      return lapsingThisWeek(lapsingViews(world), world.nowMs);
    },
  };
}

/** What is known today of the next year, soonest first; of one instant in the order of the programmes. */
export function agendaView(
  world: WalletWorld,
  eventsOf: (programme: UsableProgramme) => readonly LoyaltyEvent[] = (programme) =>
    eventsIn(world, programme),
): AgendaView {
  const untilMs = world.nowMs + AHEAD_MS;
  const items = world.joined.flatMap((joined) =>
    programmeItems({ world, joined, untilMs, events: eventsOf(joined.programme) }),
  );
  return {
    looks: world.joined.map(({ programme }) => lookOf(programme, world)),
    items: [...items, ...strangeVouchers(world, untilMs)].toSorted((a, b) => a.atMs - b.atMs),
    unsettled: unsettledOf(world.joined, world),
    nowMs: world.nowMs,
  };
}

function programmeItems(scope: AgendaScope): readonly AgendaItem[] {
  return [
    ...lapseItems(scope),
    ...dropItems(scope),
    ...computationItems(scope),
    ...challengeItems(scope),
    ...occasionItems(scope),
  ];
}

/** Vouchers of no joined programme: no calendar of theirs is known, so their end is an instant. */
function strangeVouchers(world: WalletWorld, untilMs: number): readonly AgendaItem[] {
  return voucherViews(world)
    .filter(({ look, state }) => look.programmeId === '' && (state === 'live' || state === 'presented'))
    .flatMap(({ key, look, title, untilMs: atMs }): readonly AgendaItem[] => {
      if (atMs === undefined || atMs <= world.nowMs || atMs > untilMs) return [];
      return [
        { uid: uidOf([world.holdings.memberId ?? '', 'voucher', key]), kind: 'voucher', look, title, atMs },
      ];
    });
}
