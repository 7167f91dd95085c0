// Six published programmes, each with a believable life in it, seen through the worker's own views: no server, no storage.
import type { Locale } from '#base/locale.ts';
import type { ProgrammeView } from '#bridge/wallet-api.ts';
import type { BirthdayView } from '#bridge/wallet-profile.ts';
import { createFormat } from '#i18n/format.ts';
import { loadProgrammes } from '#loyalty/engine/load.ts';
import { replay } from '#loyalty/engine/replay.ts';
import { publishedCatalogue } from '#loyalty/programme/presets/published/catalogue.ts';
import type { LoyaltyEvent } from '#loyalty/programme/types.ts';
import type { ReceiptRow } from '#storage/receipt-store.ts';
import type { StatementRow } from '#storage/statement-store.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import { birthdayViews } from '#worker/wallet/birthday.ts';
import { createHistory } from '#worker/wallet/programme-history.ts';
import { programmeView } from '#worker/wallet/programme-view.ts';
import { eventOfStatement } from '#worker/wallet/statement-event.ts';
import type { WalletWorld } from '#worker/wallet/wallet-world.ts';
import { LIVES, MEMBER, type Life } from './published-lives.ts';

export function hasLife(programmeId: string): boolean {
  return programmeId in LIVES;
}

export function publishedView(programmeId: string, locale: Locale, nowMs: number): ProgrammeView {
  const world = worldOf(programmeId, locale, nowMs);
  return programmeView(world.joined[0]!, world);
}

/** Of those among the six that ask for it. */
export function publishedBirthdays(locale: Locale, nowMs: number): readonly BirthdayView[] {
  return Object.keys(LIVES).flatMap((id) => birthdayViews(worldOf(id, locale, nowMs)));
}

function worldOf(programmeId: string, locale: Locale, nowMs: number): WalletWorld {
  const life = LIVES[programmeId]!;
  const programme = usable(programmeId, life);
  const statements = statementsOf(programmeId, life);
  const pending = new Set(statements.map(({ recordId }) => recordId));
  const events = [...life.events, ...statements.map((row) => eventOfStatement(row, MEMBER))];
  const query = [{ at: new Date(nowMs).toISOString(), member: MEMBER }];
  const all = replay([programme.loaded], events, query);
  const confirmed = replay([programme.loaded], life.events, query);
  const ids = new Set(all.postings.flatMap(({ eventId }) => eventId ?? []));
  const byEvent = new Map([...ids].map((id) => [id, all.postings.filter(({ eventId }) => eventId === id)]));
  const joined = {
    programme,
    fold: { ...all, state: all.states[0]!, confirmed: confirmed.states[0]!, byEvent, pending },
    history: createHistory({ programme, memberId: MEMBER, events: () => events, nowMs }),
  };
  return {
    holdings: {
      memberId: MEMBER,
      receipts: life.events.flatMap((event) => receiptOf(event, programme, life)),
      memberships: [],
      vouchers: [],
      joinDecisions: new Map(),
      elsewhere: new Set(),
      hidden: new Set(),
      added: [],
      payments: [],
      visits: [],
      statements,
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
}

function usable(programmeId: string, { merchants }: Life): UsableProgramme {
  const entry = publishedCatalogue().find(({ name }) => name === programmeId)!;
  const loaded = loadProgrammes([entry.programme]);
  if (!loaded.ok) throw new Error(loaded.error.kind);
  const { programme: definition, presentation } = entry;
  const scopes = [{ programmeId: definition.id, merchants }];
  const group = { programmeId: definition.id, loaded: loaded.value, scopes };
  return {
    id: definition.id,
    number: 1,
    definition,
    loaded: loaded.value[0]!,
    group,
    presentation,
    merchants,
  };
}

function statementsOf(programmeId: string, { stated }: Life): readonly StatementRow[] {
  return stated.map(({ atMs, said }, place) => ({
    recordId: `stated-${place}`,
    intentId: `intent-${place}`,
    programmeId,
    occurredAtMs: atMs,
    said,
  }));
}

function receiptOf(
  event: LoyaltyEvent,
  { definition, merchants }: UsableProgramme,
  life: Life,
): readonly ReceiptRow[] {
  const amount = event.amount ?? event.lines?.reduce((sum, line) => sum + line.amount, 0);
  if (amount === undefined || event.type === 'buy') return [];
  const lines = event.lines ?? [{ id: 'l1', amount, cat: event.type }];
  const merchantSlug = String(event['merchant'] ?? merchants[0]);
  return [
    {
      id: event.id,
      cose: new Uint8Array(),
      addedAtMs: Date.parse(event.at),
      decision: { status: 'accepted' },
      content: {
        receiptKey: event.id,
        issuedAtS: Date.parse(event.at) / 1_000,
        merchantSlug: merchants[0]!,
        merchantName: life.names[merchantSlug] ?? merchantSlug,
        currency: { code: definition.currency.code, exponent: definition.currency.exp },
        tillReference: `R-${event.id}`,
        purchase: {
          totalMinor: amount,
          lines: lines.map((line) => ({
            amountMinor: line.amount,
            category: String(line['cat'] ?? 'other'),
          })),
          ...(event['payWith'] === undefined ? {} : { payWith: String(event['payWith']) }),
        },
      },
    },
  ];
}
