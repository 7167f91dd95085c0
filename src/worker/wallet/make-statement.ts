import type { Outcome } from '#bridge/common-views.ts';
import type { ClaimRequest, ReportRequest } from '#bridge/wallet-programme.ts';
import { memberDatesOf } from '#loyalty/programme/member-dates.ts';
import { selfReportOf } from '#loyalty/programme/self-report.ts';
import { dayText, MAX_REPORTED_QUANTITY, statementParts } from '#protocol/member-statement.ts';
import type { StatementRow } from '#storage/statement-store.ts';
import type { UsableProgramme } from '#worker/shared/programmes.ts';
import { outcomeError, refused } from '#worker/shared/refusal-view.ts';
import { type EnrolledDevice, enrolledDevice } from './enrol.ts';
import type { Folds } from './programme-fold.ts';
import { eventOfStatement } from './statement-event.ts';
import type { WalletDeps } from './wallet-deps.ts';
import { readWorld } from './wallet-world.ts';

type Said = StatementRow['said'];

/**
 * Claims a reward by a signed record, kept strictly before this returns; it counts as pending until the server has spoken.
 * The same intent again changes nothing. Refusals: `not_enrolled`, `programme_unknown`, those of `statementFault`,
 * `storage_full`, `storage_failed`. Stock that all members share only the server can judge.
 */
export function claimReward(deps: WalletDeps, folds: Folds, request: ClaimRequest): Promise<Outcome<null>> {
  const said: Said = { kind: 'claim', rewardId: request.rewardId };
  return state(deps, folds, { ...request, saidOf: () => said });
}

/** Reports an activity, likewise. Refusals besides: `activity_unknown`, `quantity_invalid`. */
export function reportActivity(
  deps: WalletDeps,
  folds: Folds,
  request: ReportRequest,
): Promise<Outcome<null>> {
  const { action, quantity } = request;
  return state(deps, folds, {
    ...request,
    saidOf: ({ definition, presentation }) => {
      const report = selfReportOf(definition, presentation, action);
      if (report === undefined) return 'activity_unknown';
      const isCounted = Number.isSafeInteger(quantity) && quantity >= 1 && quantity <= MAX_REPORTED_QUANTITY;
      return isCounted ? { kind: 'report', report, quantity } : 'quantity_invalid';
    },
  });
}

export interface DayRequest {
  readonly programmeId: string;
  readonly intentId: string;
  /** The day's name in the programme's terms, e.g. `birthday`. */
  readonly attribute: string;
  /** Both from 1. */
  readonly month: number;
  readonly day: number;
}

/**
 * Tells a programme a day of the member's own, likewise. Refusals besides: `attribute_unknown` (its terms read nothing of the
 * kind, so it is not told), `malformed` (no year has such a day).
 */
export function tellDay(deps: WalletDeps, folds: Folds, request: DayRequest): Promise<Outcome<null>> {
  const { attribute, month, day } = request;
  return state(deps, folds, {
    ...request,
    saidOf: ({ definition }) => {
      if (!memberDatesOf(definition, deps.around.clock.nowMs()).has(attribute)) return 'attribute_unknown';
      const value = dayText(month, day);
      return value === undefined ? 'malformed' : { kind: 'profile', attribute, value };
    },
  });
}

interface Intent {
  readonly programmeId: string;
  readonly intentId: string;
  /** What is said to this programme, or the kind of refusal. */
  readonly saidOf: (programme: UsableProgramme) => Said | string;
}

async function state(deps: WalletDeps, folds: Folds, intent: Intent): Promise<Outcome<null>> {
  const device = await enrolledDevice(deps);
  if (device === undefined) return refused('not_enrolled');
  return deps.around.exclusive.run('tessera-wallet-statement', () =>
    stateOnce(deps, folds, { device, intent }),
  );
}

async function stateOnce(
  deps: WalletDeps,
  folds: Folds,
  { device, intent }: { readonly device: EnrolledDevice; readonly intent: Intent },
): Promise<Outcome<null>> {
  const { stores, journal } = deps;
  const { programmeId, intentId } = intent;
  const before = await stores.store.read(({ statements }) => statements.byIntent(intentId));
  if (before !== undefined) return { ok: true, value: null };
  // No words are needed to judge it: any language will do.
  const world = await readWorld(deps, folds, 'en');
  const joined = world.joined.find(({ programme }) => programme.id === programmeId);
  const history = joined?.history;
  if (joined === undefined || history === undefined) return refused('programme_unknown');
  const said = intent.saidOf(joined.programme);
  if (typeof said === 'string') return refused(said);
  const occurredAtMs = history.nextMs();
  const row: StatementRow = { recordId: journal.newId(), intentId, programmeId, occurredAtMs, said };
  const fault = history.faultOf(eventOfStatement(row, device.memberId));
  if (fault !== undefined) return refused(fault);
  const record = { id: row.recordId, kind: said.kind, parts: partsOf(row), occurredAtMs };
  const appended = await journal.append(device.signer, record, ({ statements }) => statements.put(row));
  if (!appended.ok) return outcomeError(appended.error);
  deps.broadcast.changed('programmes', 'vouchers', 'activity', 'connection');
  deps.onAppended();
  return { ok: true, value: null };
}

function partsOf({ programmeId, said }: StatementRow) {
  return statementParts(
    said.kind === 'report'
      ? { kind: said.kind, programmeId, action: said.report.action, quantity: said.quantity }
      : { ...said, programmeId },
  );
}
