// A member's wallet in one published programme, as the pure views of the worker see it: no storage, no server.
import type { Locale } from '#base/locale.ts';
import { createFormat } from '#i18n/format.ts';
import { loadProgrammes } from '#loyalty/engine/load.ts';
import { replay } from '#loyalty/engine/replay.ts';
import { publishedCatalogue } from '#loyalty/programme/presets/published/catalogue.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import { instantFromText } from '#loyalty/time/instant.ts';
import { type Hypothesis, openHypothesis } from '#worker/wallet/hypothesis.ts';
import type { JoinedProgramme, WalletWorld } from '#worker/wallet/wallet-world.ts';

export interface PublishedWorld {
  readonly world: WalletWorld;
  readonly joined: JoinedProgramme;
  readonly hypothesis: Hypothesis;
  readonly events: readonly LoyaltyEvent[];
}

const MEMBER = 'a1b2c3d4e5f60718';

/** `events` without member; `now` as an instant with offset. */
export function publishedWorld(
  name: string,
  now: string,
  events: readonly (Partial<LoyaltyEvent> & { readonly id: string; readonly at: string })[],
  locale: Locale = 'en',
): PublishedWorld {
  const entry = publishedCatalogue().find((each) => each.name === name)!;
  const loaded = loadProgrammes([entry.programme]);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  const nowMs = instantFromText(now)!;
  const history = events.map((event) => ({ type: 'purchase', member: MEMBER, ...event }));
  const { states, postings, vouchers } = replay(loaded.value, history, [{ at: now, member: MEMBER }]);
  const state = states[0]!;
  const programme = {
    id: entry.programme.id,
    number: 1,
    definition: entry.programme,
    loaded: loaded.value[0]!,
    group: {
      programmeId: entry.programme.id,
      loaded: loaded.value,
      scopes: [{ programmeId: entry.programme.id, merchants: [entry.programme.id] }],
    },
    presentation: entry.presentation,
    merchants: [entry.programme.id],
  };
  const joined: JoinedProgramme = {
    programme,
    fold: { state, confirmed: state, postings, byEvent: new Map(), vouchers, pending: new Set() },
  };
  const hypothesis = openHypothesis({
    loaded: programme.loaded,
    events: history,
    memberId: MEMBER,
    atMs: nowMs,
  })!;
  const world: WalletWorld = {
    holdings: {
      memberId: MEMBER,
      receipts: [],
      payments: [],
      visits: [],
      memberships: [],
      vouchers: [],
      joinDecisions: new Map(),
      elsewhere: new Set(),
      hidden: new Set(),
      added: [],
      statements: [],
      statementDecisions: new Map(),
      reversalDecisions: new Map(),
    },
    catalogue: { programmes: [programme], merchants: new Map() },
    joined: [joined],
    added: [],
    withdrawn: new Set(),
    locale,
    format: createFormat(locale),
    nowMs,
  };
  return { world, joined, hypothesis, events: history };
}
