// The push transaction: all effects of a batch of records, or none of them.
import type { RecordResult } from '#api/sync.ts';
import type { Random } from '#base/ports.ts';
import type { Tx } from '#server/db/transaction.ts';
import type { StatementFault } from '#loyalty/ledger/judge-statement.ts';
import type { KnownDevice } from '#server/http/signed-message.ts';
import type { KeyStore } from '#server/keys.ts';
import type { Log } from '#server/log.ts';
import { spendVoucher } from '#server/spending/status-marks.ts';
import type { ChangeStreams } from './change-streams.ts';
import type { CheckedRecord } from './check-record.ts';
import { type ClaimOutcome, makeClaims } from './claims.ts';
import type { Decision } from './decision.ts';
import { decideStatements } from './decide-statements.ts';
import type { Directory } from './directory.ts';
import { type Effect, type Judgement, NOBODY } from './effect.ts';
import { bookLegs, type Leg } from './ledger.ts';
import { isStatementAwaited, type MemoryLoss } from './forgotten.ts';
import type { StatementEffect } from './judge-statement.ts';
import type { JudgedRecord } from './judged-record.ts';
import type { Locked } from './locks.ts';
import { createMemberFiles } from './member-file.ts';
import { appendToLogs, type LogEntry } from './member-log.ts';
import { paymentDecision, spendingLegs } from './payment-decisions.ts';
import { noteRedemptions, settleUses } from './redemptions.ts';
import { refoldMembers } from './refold.ts';
import { reissueFreed } from './reissue-vouchers.ts';
import { rememberSales, storedSales } from './sales.ts';
import { resultOf } from './settled.ts';
import { type AdjudicationSteps, IN_ONE_TRANSACTION } from './steps.ts';
import { spreadReceipts, spreadStatements } from './spread-receipts.ts';
import { applyUndos, freedVouchers, undoRefusals } from './undo.ts';
import { admitForgotten, withoutBytes, withoutErased } from './without-erased.ts';

export interface AdjudicationDeps {
  readonly random: Random;
  readonly log: Log;
  readonly keys: KeyStore;
  readonly directory: Directory;
  readonly device: KnownDevice;
  readonly nowMs: number;
  readonly loss: MemoryLoss;
}

/** Decides each record and applies what follows. Results in the order of the push. */
export async function adjudicate(
  tx: Tx,
  deps: AdjudicationDeps,
  judged: readonly JudgedRecord[],
  steps: AdjudicationSteps = IN_ONE_TRANSACTION,
): Promise<readonly RecordResult[]> {
  const { device, nowMs } = deps;
  const participants = participantsOf(deps, judged);
  const locked = await steps.lock(tx, participants);
  // Erased with its member since its call was let in: nothing of it is written down, and its next call is refused.
  if (!locked.devices.has(device.id))
    return judged.map(({ record: { id } }) => ({ id, status: 'retry' as const }));
  const erased = await admitForgotten(tx, participants, { locked, nowMs });
  const { fresh, answered } = await steps.sortOut(
    tx,
    device.id,
    judged.map((each) => each.record),
  );
  // Before any claim: what is beyond a till's limits claims nothing.
  const beyond = await steps.chain(tx, fresh, nowMs);
  const decisions = await decide(
    tx,
    deps,
    judged
      .filter((each) => fresh.includes(each.record))
      .map((each) => withoutErased(withinSales(each, beyond), erased)),
  );
  await steps.keep(tx, device.id, { decisions: withoutBytes(decisions, judged, erased), nowMs });
  await applyDecisions(tx, deps, { locked, decisions, streams: steps.streams(locked.devices, nowMs) });
  const decided = new Map(decisions.map((decision) => [decision.record.id, decision]));
  return judged.map(({ record }) => {
    const { id } = record;
    const decision = decided.get(id);
    // Without a decision it is awaited.
    const result: RecordResult =
      decision === undefined ? { id, status: 'retry' } : resultOf({ ...decision, id });
    return answered.get(record) ?? result;
  });
}

/** The till's own merchant bears what was sold beyond its limits: nobody earns by it and no voucher is used up. */
export function withinSales(judged: JudgedRecord, beyond: ReadonlySet<CheckedRecord>): JudgedRecord {
  const { record, judgement } = judged;
  if (judgement.kind === 'rejected' || !beyond.has(record)) return judged;
  return { record, judgement: { kind: 'rejected', code: 'limit_sales' } };
}

function participantsOf({ device, directory }: AdjudicationDeps, judged: readonly JudgedRecord[]) {
  const effects = judged.flatMap(({ judgement }) => (judgement.kind === 'effect' ? [judgement.effect] : []));
  const stated = judged.flatMap(({ judgement }) =>
    judgement.kind === 'statement' ? [judgement.statement.memberId] : [],
  );
  const serials = effects.flatMap(({ receipt, payment }) => [
    ...(receipt === undefined ? [] : [receipt.serial]),
    ...(payment === undefined ? [] : [payment.paid.receipt.certificate.serial]),
  ]);
  const tills = serials.flatMap((serial) => directory.deviceOfSerial.get(serial) ?? []);
  const payers = effects.flatMap(({ payment }) =>
    payment === undefined ? [] : [payment.paid.deviceThumbprint],
  );
  return {
    devices: [device.id, ...tills, ...payers],
    members: [...effects.map((effect) => effect.memberId), ...stated].filter((id) => id !== NOBODY),
  };
}

async function decide(
  tx: Tx,
  { directory, nowMs, loss }: AdjudicationDeps,
  judged: readonly JudgedRecord[],
): Promise<readonly Decision[]> {
  const effects = judged.flatMap(({ record, judgement }) =>
    judgement.kind === 'effect' ? [{ record, effect: judgement.effect }] : [],
  );
  const refusals = await undoRefusals(
    tx,
    effects.flatMap(({ record, effect }) =>
      effect.undo === undefined ? [] : [{ record, effect: { ...effect, undo: effect.undo } }],
    ),
  );
  const known = await knownRedemptions(tx, effects);
  const claiming = effects.filter(({ record }) => !refusals.has(record) && !known.has(record));
  const wishes = claiming.map(({ record, effect }) => ({ claim: effect.claim, eventId: record.id }));
  const outcomes = await makeClaims(tx, wishes);
  const outcomeOf = new Map([
    ...known,
    ...claiming.map(({ record }, index) => [record, outcomes[index]!] as const),
  ]);
  const stated: { readonly record: CheckedRecord; readonly statement: StatementEffect }[] = [];
  const byRecord = new Map<CheckedRecord, Decision>();
  for (const { record, judgement } of judged) {
    const refusal = refusals.get(record);
    if (refusal !== undefined) byRecord.set(record, { record, status: 'rejected', code: refusal });
    else if (judgement.kind === 'statement') stated.push({ record, statement: judgement.statement });
    else {
      const outcome = outcomeOf.get(record);
      const payment = await paymentDecision(tx, record, { judgement, outcome, nowMs });
      byRecord.set(record, payment ?? outcomeDecision(record, judgement, outcome));
    }
  }
  // What a till signed in the same push counts first: a member may claim with the points of the purchase before.
  const isAwaited = (fault: StatementFault) => isStatementAwaited(fault, loss, nowMs);
  const pushed = { stated, decided: [...byRecord.values()], isAwaited };
  for (const decision of await decideStatements(tx, directory, pushed))
    byRecord.set(decision.record, decision);
  return judged.flatMap(({ record }) => byRecord.get(record) ?? []);
}

function outcomeDecision(
  record: CheckedRecord,
  judgement: Exclude<Judgement, { readonly kind: 'statement' }>,
  outcome: ClaimOutcome | undefined,
): Decision {
  if (judgement.kind === 'rejected') return { record, status: 'rejected', code: judgement.code };
  if (judgement.kind === 'noted') return { record, status: 'accepted', code: null };
  return decisionOn(record, judgement.effect, outcome!);
}

/**
 * A redemption that was decided keeps its outcome: when it is taken back its claim is freed for another use, and its
 * second copy must not take that claim again.
 */
async function knownRedemptions(
  tx: Tx,
  effects: readonly { readonly record: CheckedRecord; readonly effect: Effect }[],
): Promise<ReadonlyMap<CheckedRecord, ClaimOutcome>> {
  const redeeming = effects.filter(({ effect }) => effect.sale?.voucherUse !== undefined);
  const sales = await storedSales(
    tx,
    redeeming.map(({ effect }) => effect.sale!.receipt),
  );
  return new Map(
    redeeming.flatMap(({ record, effect }) => {
      const sale = sales.get(effect.sale!.receipt);
      return sale === undefined ? [] : [[record, sale.status === 'accepted' ? 'mine' : 'lost'] as const];
    }),
  );
}

function decisionOn(record: CheckedRecord, effect: Effect, outcome: ClaimOutcome): Decision {
  if (outcome === 'first') {
    const about = effect.reversed === undefined ? {} : { about: effect.memberId };
    return { record, status: 'accepted', code: null, effect, ...about };
  }
  if (outcome === 'mine') return { record, status: 'accepted', code: 'already_known' };
  // What was done at a till is a fact: it is kept and paid for, not refused into oblivion.
  if (effect.loss !== undefined) return { record, status: 'conflict', code: 'voucher_spent', effect };
  return { record, status: 'rejected', code: 'already_claimed' };
}

interface Applied {
  readonly locked: Locked;
  readonly decisions: readonly Decision[];
  readonly streams: ChangeStreams;
}

async function applyDecisions(
  tx: Tx,
  deps: AdjudicationDeps,
  { locked, decisions, streams }: Applied,
): Promise<void> {
  const legs: Leg[] = [];
  const causes = await extendLogs(tx, decisions);
  const conflicts = await firstConflicts(tx, decisions);
  await rememberSales(tx, decisions);
  const touched = [...(await noteRedemptions(tx, decisions)), ...(await applyUndos(tx, decisions))];
  legs.push(...(await settleUses(tx, touched)));
  legs.push(...(await spendingLegs(tx, decisions)));
  for (const { status, code, effect } of decisions) {
    if (status !== 'accepted' || code !== null || effect?.spentVoucher === undefined) continue;
    await spendVoucher(tx, effect.spentVoucher, deps.nowMs);
  }
  const files = createMemberFiles(locked, streams);
  const told = { ...deps, streams, files };
  // Of a lost redemption everybody has heard when its second copy comes.
  const isNews = (decision: Decision) =>
    decision.effect?.loss === undefined ||
    decision.status !== 'conflict' ||
    conflicts.some(({ record }) => record === decision.record);
  spreadReceipts(told, decisions.filter(isNews));
  spreadStatements(told, decisions);
  await files.flush(tx);
  const context = { ...deps, tx, locked, streams };
  legs.push(...(await refoldMembers(context, causes)));
  await reissueFreed(context, freedVouchers(decisions));
  await bookLegs(tx, legs);
  await streams.flush(tx);
}

/** Appends the accepted events to their members' logs; returns, per member, the record that came last. */
async function extendLogs(tx: Tx, decisions: readonly Decision[]): Promise<ReadonlyMap<string, string>> {
  const causes = new Map<string, string>();
  const entries: LogEntry[] = [];
  for (const { record, status, effect } of decisions) {
    if (status !== 'accepted' || effect?.event === undefined) continue;
    entries.push({ memberId: effect.memberId, event: effect.event });
    causes.set(effect.memberId, record.id);
  }
  await appendToLogs(tx, entries);
  return causes;
}

type Conflict = Decision & {
  readonly effect: NonNullable<Decision['effect']> & { readonly loss: NonNullable<Effect['loss']> };
};

/** A lost redemption is known to two devices as well: whoever reports it first has it booked, the other only hears of it. */
async function firstConflicts(tx: Tx, decisions: readonly Decision[]): Promise<readonly Conflict[]> {
  const conflicts = decisions.filter(
    (decision): decision is Conflict => decision.status === 'conflict' && decision.effect?.loss !== undefined,
  );
  const wishes = conflicts.map(({ record, effect }) => ({ claim: effect.loss.claim, eventId: record.id }));
  const outcomes = await makeClaims(tx, wishes);
  return conflicts.filter((_, index) => outcomes[index] === 'first');
}
