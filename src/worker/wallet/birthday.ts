import type { Locale } from '#base/locale.ts';
import type { Outcome } from '#bridge/common-views.ts';
import type { BirthdayRequest, BirthdayView, WalletProfileApi, YearDay } from '#bridge/wallet-profile.ts';
import { memberDatesIn, memberDatesOf } from '#loyalty/programme/member-dates.ts';
import { nextPeriodStart, periodStart } from '#loyalty/time/period.ts';
import { instantFromLocal, localFromInstant } from '#loyalty/time/zone.ts';
import type { StatementRow } from '#storage/statement-store.ts';
import { namedParts } from './agenda-occasions.ts';
import { tellDay } from './make-statement.ts';
import { lookOf } from './programme-words.ts';
import type { WalletParts } from './wallet-parts.ts';
import { type JoinedProgramme, readWorld, type WalletWorld } from './wallet-world.ts';

/** The one day of a member's own that the screens have words for; programmes may read others. */
const BIRTHDAY = 'birthday';

export function createBirthday({ deps, folds }: Pick<WalletParts, 'deps' | 'folds'>): WalletProfileApi {
  return {
    birthdays: async (locale: Locale) => birthdayViews(await readWorld(deps, folds, locale)),
    tellBirthday: async ({ programmeIds, intentId, month, day }: BirthdayRequest): Promise<Outcome<null>> => {
      for (const programmeId of programmeIds) {
        const intent = { programmeId, intentId: `${intentId}/${programmeId}` };
        const told = await tellDay(deps, folds, { ...intent, attribute: BIRTHDAY, month, day });
        if (!told.ok) return told;
      }
      return { ok: true, value: null };
    },
  };
}

export function birthdayViews(world: WalletWorld): readonly BirthdayView[] {
  return world.joined.flatMap((joined) =>
    memberDatesOf(joined.programme.definition, world.nowMs).has(BIRTHDAY)
      ? [birthdayView(joined, world)]
      : [],
  );
}

function birthdayView(joined: JoinedProgramme, world: WalletWorld): BirthdayView {
  const rows = rowsOf(joined, world);
  const last = rows.at(-1);
  const decided = last && world.holdings.statementDecisions.get(last.recordId);
  const counting = rows.filter((row) => counts(row, world));
  const told = counting.at(-1);
  const changesMs = changesFrom(counting, joined, world.nowMs);
  return {
    look: lookOf(joined.programme, world),
    gives: namedParts({ world, joined }).flatMap(({ title, part }) =>
      memberDatesIn(part).has(BIRTHDAY) ? [title] : [],
    ),
    ...(told === undefined
      ? {}
      : { told: { ...dayOf(told), pending: !world.holdings.statementDecisions.has(told.recordId) } }),
    ...(decided === undefined || decided.status === 'accepted'
      ? {}
      : { refused: { kind: decided.code ?? 'not_found' } }),
    ...(changesMs === undefined ? {} : { changesMs }),
  };
}

type ToldRow = StatementRow & { readonly said: Extract<StatementRow['said'], { readonly kind: 'profile' }> };

/** What was told to the programme, oldest first: the last word counts. */
function rowsOf({ programme }: JoinedProgramme, { holdings }: WalletWorld): readonly ToldRow[] {
  return holdings.statements
    .filter(
      (row): row is ToldRow =>
        row.programmeId === programme.id && row.said.kind === 'profile' && row.said.attribute === BIRTHDAY,
    )
    .toSorted((a, b) => a.occurredAtMs - b.occurredAtMs);
}

function counts({ recordId }: ToldRow, { holdings }: WalletWorld): boolean {
  const decision = holdings.statementDecisions.get(recordId);
  return decision === undefined || decision.status === 'accepted';
}

/** `--MM-DD`, checked when it was told. */
function dayOf({ said }: ToldRow): YearDay {
  return { month: Number(said.value.slice(2, 4)), day: Number(said.value.slice(5, 7)) };
}

/** The next year on the programme's clock, when it was told within this one (`attribute_limit`). */
function changesFrom(
  rows: readonly ToldRow[],
  { programme }: JoinedProgramme,
  nowMs: number,
): number | undefined {
  const { zone } = programme.loaded;
  const now = localFromInstant(zone, nowMs);
  const startMs = instantFromLocal(zone, periodStart({ unit: 'year' }, now));
  return rows.some(({ occurredAtMs }) => occurredAtMs >= startMs)
    ? instantFromLocal(zone, nextPeriodStart({ unit: 'year' }, now))
    : undefined;
}
